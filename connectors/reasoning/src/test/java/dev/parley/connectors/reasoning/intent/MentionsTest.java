package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A line: a sentence, and what it mentions; {@code !name} is what it doesn't mention, {@code /}
 * stands for a new line.
 */
class MentionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    no i said fifteen | manner=correction; number=15; words=fifteen
                    No, I said fifteen! | manner=correction; number=15; words=fifteen
                    um no i said fifteen minutes | manner=correction; duration=PT15M; words=fifteen minutes
                    no no i i said uh fifteen minutes | manner=correction; duration=PT15M
                    know i said fifteen | manner=correction; number=15
                    no i set fifteen minutes | manner=correction; duration=PT15M
                    no fifteen | manner=correction; number=15; words=fifteen
                    no, fifteen | manner=correction; number=15
                    nope fifteen minutes please | manner=correction; duration=PT15M
                    no tomorrow | manner=correction; date=tomorrow
                    no the second one | manner=correction; which=2; ordinal=2
                    no, oat milk | manner=correction; items=oat milk; words=oat milk
                    i meant fifteen | manner=correction; number=15
                    sorry i meant fifteen minutes | manner=correction; duration=PT15M
                    no i meant berlin | manner=correction; place=berlin; words=berlin
                    I meant Anna, not Hanna | manner=correction
                    no what i said was half an hour | manner=correction; duration=PT30M
                    no that's wrong i said six thirty | manner=correction; time=06:30; half=open
                    that is not what i said i said ten | manner=correction; number=10
                    i said oat milk | manner=correction; items=oat milk
                    not fifty fifteen | manner=correction; number=15; words=fifteen
                    not fifty, fifteen | manner=correction; number=15
                    not fifty minutes but fifteen minutes | manner=correction; duration=PT15M
                    not tuesday wednesday | manner=correction; date=wednesday
                    not fifty five fifteen | manner=correction; number=15
                    fifteen not fifty | manner=correction; number=15; words=fifteen
                    actually fifteen | manner=correction; number=15
                    oh wait actually seven thirty | manner=correction; time=07:30
                    actually make it an hour | manner=correction; duration=PT1H
                    scratch that ten minutes | manner=correction; duration=PT10M
                    fifteen minutes instead | manner=correction; duration=PT15M
                    make it twenty | manner=correction; number=20; referring=it; words=twenty
                    Make it 20. | manner=correction; number=20; words=20
                    can you make it twenty minutes | manner=correction; duration=PT20M
                    make that an hour and a half | manner=correction; duration=PT1H30M
                    uh make it make it twenty | manner=correction; number=20
                    change it to seven | manner=correction; number=7; time=07:00; half=open
                    change it too seven | manner=correction; number=7
                    could you change that to eight thirty p m | manner=correction; time=20:30; half=known; referring=that
                    change that to berlin | manner=correction; place=berlin
                    set it to eight | manner=correction; number=8
                    move it to friday | manner=correction; date=friday
                    push it to half past nine | manner=correction; time=09:30
                    no make it five minutes | manner=correction; duration=PT5M
                    make the first one ten minutes | manner=correction; duration=PT10M; which=1
                    change the pizza one to twelve minutes | manner=correction; duration=PT12M; label=pizza
                    make it oat milk instead | manner=correction; words=oat milk
                    make it an hour later | manner=correction; shift=PT1H; !duration
                    no | !manner; words=no
                    no thanks | !manner
                    No, thanks. | !manner
                    no way | !manner
                    no i don't want that | !manner
                    no that's wrong | !manner
                    make it louder | !manner
                    put it on the list | !manner
                    set a timer for ten minutes | !manner; duration=PT10M
                    set the timer for ten minutes | !manner; duration=PT10M
                    set the alarm to seven | !manner; time=07:00
                    i wanted to know the time | !manner
                    i said no | !manner
                    actually cancel that | !manner; referring=that
                    change my name to bob | !manner
                    """)
    void tellsACorrection(String sentence, String mentions) {
        mentions(sentence, mentions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    and another one for five | manner=another; number=5; words=for five
                    another one | manner=another; !words
                    an other one for five minutes | manner=another; duration=PT5M
                    um and another one for uh five minutes | manner=another; duration=PT5M
                    one more for ten minutes | manner=another; duration=PT10M
                    also for five minutes | manner=another; duration=PT5M
                    and also for five minutes | manner=another; duration=PT5M
                    and one for the eggs | manner=another; label=eggs
                    and one at seven | manner=another; time=07:00
                    one for twenty minutes | manner=another; duration=PT20M
                    another for half an hour | manner=another; duration=PT30M
                    and another timer for three minutes | manner=another; duration=PT3M
                    set another one for the pasta | manner=another; label=pasta
                    add one more at eight in the evening | manner=another; time=20:00; half=known
                    tell me another one | manner=another
                    another joke | manner=another; words=joke
                    five more minutes | manner=another; duration=PT5M
                    give me ten more minutes | manner=another; duration=PT10M
                    another ten minutes please | manner=another; duration=PT10M
                    one more time | !manner
                    another time | !manner
                    one more thing | !manner
                    and in paris | manner=supplement; place=paris; words=in paris
                    And in New York? | manner=supplement; place=new york; words=in New York
                    what about tomorrow | manner=supplement; date=tomorrow; words=tomorrow
                    and what about tomorrow | manner=supplement; date=tomorrow
                    how about london | manner=supplement; place=london; words=london
                    okay how about in london | manner=supplement; place=london
                    and tomorrow | manner=supplement; date=tomorrow
                    um and uh tomorrow | manner=supplement; date=tomorrow
                    and in paris tomorrow | manner=supplement; place=paris; date=tomorrow
                    and the day after | manner=supplement; shift=P1D
                    and the day after tomorrow | manner=supplement; date=P2D; !shift
                    and the week before | manner=supplement; shift=-P1W
                    same for milk | manner=supplement; items=milk; words=milk
                    the same for friday | manner=supplement; date=friday
                    and the same in berlin | manner=supplement; place=berlin
                    and eggs | manner=supplement; items=eggs
                    and eggs and two loaves of bread | manner=supplement; items=eggs/two loaves of bread
                    tomorrow as well | manner=supplement; date=tomorrow
                    bread too | manner=supplement; items=bread
                    what about the pizza one | manner=supplement; label=pizza; referring=one
                    what about you | !manner
                    and you | !manner
                    me too | !manner
                    and set a timer for ten minutes | !manner; duration=PT10M
                    and what is the weather in rome | !manner; place=rome
                    try again | manner=retry
                    please try again | manner=retry
                    can you try that once more | manner=retry
                    give it another try | manner=retry
                    do it again | manner=retry
                    retry | manner=retry
                    say that again | !manner
                    repeat that | !manner
                    """)
    void tellsOneMoreASupplementAndARetry(String sentence, String mentions) {
        mentions(sentence, mentions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ten minutes | duration=PT10M; !number; !time; !place; !items
                    for ten minutes | duration=PT10M
                    um ten minutes | duration=PT10M; words=ten minutes
                    maybe ten minutes | duration=PT10M
                    an hour and ten minutes | duration=PT1H10M; !items
                    half an hour | duration=PT30M
                    1h 30m | duration=PT1H30M
                    ten minute | duration=PT10M
                    five minutes longer | shift=PT5M; !duration
                    ten minutes earlier | shift=-PT10M
                    the next day | shift=P1D
                    five | number=5; time=05:00; half=open
                    twenty five | number=25; !time
                    three point five | number=3.5; !time
                    minus five | number=-5; !time
                    fifty percent | number=50
                    one | number=1
                    that one | !number; referring=one
                    two thousand | number=2000
                    seven thirty | time=07:30; half=open; !number
                    at seven thirty in the morning | time=07:30; half=known
                    at seven | time=07:00; half=open; number=7
                    seven oh five | time=07:05
                    noon | time=12:00; half=known
                    half past seven | time=07:30
                    quarter to five p m | time=16:45; half=known
                    tomorrow at eight | date=tomorrow; time=08:00
                    next friday | date=next friday
                    on the third of march | date=--03-03; !ordinal
                    in two weeks | date=P2W; !duration
                    in ten minutes | duration=PT10M; !date
                    every weekday at seven | repeat=weekdays; time=07:00
                    every monday | repeat=monday; date=monday
                    2026-12-24 | date=2026-12-24
                    31 february | date=--02-31
                    """)
    void readsTimesAndNumbers(String sentence, String mentions) {
        mentions(sentence, mentions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cancel the second one | ordinal=2; which=2; referring=one; !duration; !number
                    delete the last one | ordinal=last; which=last; referring=one
                    the first | ordinal=1; which=1
                    second | ordinal=2
                    the 2nd one | ordinal=2; which=2
                    the third timer | ordinal=3; which=3; !referring
                    the twenty second timer | duration=PT20S; !ordinal
                    number two | which=2; !ordinal
                    timer two | which=2
                    both | which=both
                    both of them | which=both; referring=them
                    all of them | which=all; referring=them
                    cancel all timers | which=all
                    cancel them all | which=all; referring=them
                    delete everything | which=all
                    all day | !which
                    the pizza one | label=pizza; referring=one
                    the pizza timer | label=pizza; !referring
                    cancel the one for the eggs | label=eggs; referring=one
                    for pizza | label=pizza
                    call it pasta | label=pasta; referring=it
                    the ten minute one | duration=PT10M; referring=one; !label
                    a timer for the tea | label=tea
                    cancel it | referring=it
                    stop that one | referring=one
                    delete them | referring=them
                    cancel that | referring=that
                    turn it off | referring=it
                    cancel that timer | !referring
                    how long is left | referring=that
                    how much longer | referring=that
                    how much time is left | referring=that
                    how long does it have left | referring=it
                    when does it ring | referring=it
                    what time is it | !referring
                    is it going to rain | !referring
                    how long is the flight to paris | !referring
                    """)
    void tellsWhichIsMeant(String sentence, String mentions) {
        mentions(sentence, mentions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    in paris | place=paris; !items
                    london | place=london
                    New York, please | place=new york; words=New York
                    São Paulo | place=são paulo; words=São Paulo
                    what is the weather in buenos aires | place=buenos aires
                    what time is it in tokyo tomorrow | place=tokyo; date=tomorrow
                    in the netherlands | place=netherlands
                    at home | place=home
                    cancel it | !place; !items
                    ten minutes | !place
                    in ten minutes | !place
                    東京 | place=東京; words=東京
                    milk and eggs | items=milk/eggs; !place
                    Milk, two eggs and bread | items=Milk/two eggs/bread
                    milk | items=milk
                    two eggs | items=two eggs; number=2
                    call mum and buy milk | items=call mum/buy milk
                    what is the time and where am i | !items
                    yes and no | !items
                    buy a present for anna | words=buy a present for anna
                    Um, buy a present for Anna. | words=buy a present for Anna
                    well the code is four seven one one | words=the code is four seven one one
                    okay | words=okay
                    """)
    void readsPlacesListsAndWords(String sentence, String mentions) {
        mentions(sentence, mentions);
    }

    @Test
    void findsNothingInNothing() {
        for (String nothing : new String[] {"", " ", "um", "um uh please", "?!", "\u0000"}) {
            assertThat(HybridClassifier.rulesAlone().classify(nothing).mentions()).isEmpty();
        }
    }

    private static void mentions(String sentence, String expected) {
        Map<String, String> found = Mentions.of(Sentence.of(sentence)).values();
        for (String each : expected.split("; ?")) {
            String[] parts = each.split("=", 2);
            if (each.startsWith("!")) {
                assertThat(found).as(sentence).doesNotContainKey(each.substring(1));
            } else {
                assertThat(found).as(sentence).containsEntry(parts[0], parts[1].replace('/', '\n'));
            }
        }
        assertThat(Mentions.NAMES).as(sentence).containsAll(found.keySet());
    }
}
