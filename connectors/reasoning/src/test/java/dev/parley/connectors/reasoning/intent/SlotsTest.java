package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.intent.IntentClassifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the rules alone make of sentences; the encoder here finds everything alike nothing. */
class SlotsTest {
    private final IntentClassifier classifier = HybridClassifier.rulesAlone();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    what time is it | -
                    what time is it in tokyo | place=tokyo
                    what's the time in new york right now please | place=new york
                    what time is it in the united kingdom | place=united kingdom
                    hey parley tell me the time in los angeles | place=los angeles
                    in berlin what time is it | place=berlin
                    What's the time in São Paulo? | place=são paulo
                    what is tokyo's time | place=tokyo
                    time in rome | place=rome
                    um what what time is it now | -
                    good morning parley what time is it | -
                    """)
    void readsThePlaceOfATime(String sentence, String slots) {
        assertThat(found(sentence)).isEqualTo(expected("time", slots));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    what's the date | -
                    what is the date today | day=today
                    what's today's date | day=today
                    what day is tomorrow | day=tomorrow
                    which day was yesterday | day=yesterday
                    what date is it on friday | day=friday
                    what is the date in sydney | place=sydney
                    what day is it in tokyo | place=tokyo
                    is it monday today | day=today
                    what year is it | -
                    """)
    void readsTheDayAndThePlaceOfADate(String sentence, String slots) {
        assertThat(found(sentence)).isEqualTo(expected("date", slots));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    what time zone is berlin in | place=berlin
                    which time zone does tokyo use | place=tokyo
                    what's the timezone of new york | place=new york
                    time zone in london please | place=london
                    tell me which time zone rome belongs to | place=rome
                    what time zone are we in | -
                    what's prague's time zone | place=prague
                    which time zone is used in canada | place=canada
                    in what time zone is cairo | place=cairo
                    what zone is san francisco in | place=san francisco
                    can you look up the time zone for denver | place=denver
                    """)
    void readsThePlaceOfATimeZone(String sentence, String slots) {
        assertThat(found(sentence)).isEqualTo(expected("timezone", slots));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    what is twelve times seven | 12 * 7
                    What's 12*7? | 12 * 7
                    12x7 | 12 * 7
                    (3 + 4) / 2 | (3 + 4) / 2
                    what's fifteen percent of eighty | 80 * 15 / 100
                    15% of 80 | 80 * 15 / 100
                    two to the power of ten | 2 ^ 10
                    2**10 | 2 ^ 10
                    what is the square root of eighty one | sqrt(81)
                    √81 | sqrt(81)
                    sqrt(16) + 2 | sqrt(16) + 2
                    seven squared | 7 ^ 2
                    7² | 7 ^ 2
                    two cubed plus one | 2 ^ 3 + 1
                    half of ninety | 90 / 2
                    a quarter of one hundred | 100 / 4
                    two thirds of ninety | 90 * 2 / 3
                    three point five times two | 3.5 * 2
                    two million three hundred thousand plus one | 2300000 + 1
                    1,000,000 - 1 | 1000000 - 1
                    subtract seven from twenty | 20 - 7
                    add thirty and twelve | 30 + 12
                    add one hundred to five | 100 + 5
                    add five and one hundred and six | 5 + 106
                    divide one hundred by eight | 100 / 8
                    twenty one over three | 21 / 3
                    minus five plus two | -5 + 2
                    ten minus minus four | 10 - -4
                    how much is nine hundred minus a hundred and five | 900 - 105
                    one hundred plus ten percent | 100 + 100 * 10 / 100
                    what does six multiplied by nine make | 6 * 9
                    seventy-two divided by eight | 72 / 8
                    one oh five plus one | 105 + 1
                    twice fifty | 2 * 50
                    how much do i get when i add seven to eleven | 7 + 11
                    three to the third power | 3 ^ 3
                    what do you get if you add five to nine | 5 + 9
                    i need to know what six times six is | 6 * 6
                    .5 + .25 | 0.5 + 0.25
                    2 + 3 = | 2 + 3
                    """)
    void writesASumAsPlainArithmetic(String sentence, String expression) {
        assertThat(found(sentence)).isEqualTo("calculate {expression=" + expression + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    how many kilometers are ten miles | 10 mile kilometer
                    how many kilometers are in ten miles | 10 mile kilometer
                    convert ten miles to kilometers | 10 mile kilometer
                    what is 70 fahrenheit in celsius | 70 fahrenheit celsius
                    what is seventy degrees fahrenheit in degrees celsius | 70 fahrenheit celsius
                    minus forty celsius in fahrenheit | -40 celsius fahrenheit
                    70°F in °C | 70 fahrenheit celsius
                    3 km in miles | 3 kilometer mile
                    3km to mi | 3 kilometer mile
                    half a gallon in liters | 0.5 gallon liter
                    one and a half pounds in grams | 1.5 pound gram
                    how many feet are in a mile | 1 mile foot
                    how many minutes are there in two hours | 2 hour minute
                    how many seconds in an hour and a half | 1.5 hour second
                    sixty miles per hour in kilometers per hour | 60 mile_per_hour kilometer_per_hour
                    100 km/h in mph | 100 kilometer_per_hour mile_per_hour
                    ten acres in square meters | 10 acre square_meter
                    how many ounces in three pounds | 3 pound ounce
                    if i walk ten miles how many kilometers is that | 10 mile kilometer
                    how many inches is six foot | 6 foot inch
                    twelve stone in kilograms | 12 stone kilogram
                    how many grams a pound is | 1 pound gram
                    what is five feet eleven in centimeters | 71 inch centimeter
                    what are twenty pounds in kilograms | 20 pound kilogram
                    two fluid ounces in milliliters | 2 fluid_ounce milliliter
                    ten metric tons in kilograms | 10 tonne kilogram
                    two weeks in days | 2 week day
                    1,500 meters to feet | 1500 meter foot
                    convert ten weeks two days | 10 week day
                    convert six feet two inches | 6 foot inch
                    convert one and a half pounds too grams | 1.5 pound gram
                    ten weeks two days | -
                    5'000 is 10 miles in km | -
                    """)
    void readsAmountAndUnitsOfAConversion(String sentence, String conversion) {
        if (conversion.equals("-")) {
            assertThat(found(sentence)).isEqualTo("none {}");
            return;
        }
        String[] parts = conversion.split(" ");
        assertThat(found(sentence))
                .isEqualTo(
                        "convert.units {amount=%s, from=%s, to=%s}"
                                .formatted(parts[0], parts[1], parts[2]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    set a timer for ten minutes | duration=PT10M
                    ten minute timer | duration=PT10M
                    start a timer for an hour and a half | duration=PT1H30M
                    set a timer for one hours and forty minutes | duration=PT1H40M
                    wake me in twenty minutes | duration=PT20M
                    set a timer for half an hour | duration=PT30M
                    timer three quarters of an hour | duration=PT45M
                    set a timer for a quarter of an hour | duration=PT15M
                    set timer two and a half minutes | duration=PT2M30S
                    set a timer for two hours thirty | duration=PT2H30M
                    set a timer for one minute and five seconds | duration=PT1M5S
                    Set a timer for 10 min. | duration=PT10M
                    timer 1h 30m | duration=PT1H30M
                    timer 90s | duration=PT1M30S
                    start a timer | -
                    set a timer please | -
                    set a pizza timer for ten minutes | duration=PT10M, label=pizza
                    ten minute pizza timer | duration=PT10M, label=pizza
                    timer for the eggs | label=eggs
                    timer for the eggs five minutes | duration=PT5M, label=eggs
                    set a five minute timer for the pasta | duration=PT5M, label=pasta
                    set a timer for six minutes for the pasta | duration=PT6M, label=pasta
                    set a timer called tea for three minutes | duration=PT3M, label=tea
                    set a timer for thirty minutes called laundry | duration=PT30M, label=laundry
                    set the kitchen timer to twenty minutes | duration=PT20M, label=kitchen
                    set another timer for one minute | duration=PT1M
                    could you set me a timer for forty five seconds | duration=PT45S
                    i need a thirty second timer | duration=PT30S
                    count down from two minutes | duration=PT2M
                    """)
    void readsHowLongATimerRunsAndWhatItIsFor(String sentence, String slots) {
        assertThat(found(sentence)).isEqualTo(expected("timer.set", slots));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cancel the timer | timer.cancel | {}
                    stop the pizza timer | timer.cancel | {label=pizza}
                    cancel the second timer | timer.cancel | {which=2}
                    delete all timers | timer.cancel | {which=all}
                    cancel the ten minute timer | timer.cancel | {duration=PT10M}
                    how much time is left on my timer | timer.list | {}
                    set an alarm for five to five | alarm.set | {half=open, time=04:55}
                    wake me up at ten fifteen a m please | alarm.set | {half=known, time=10:15}
                    Set an alarm for 7:05 pm | alarm.set | {half=known, time=19:05}
                    set an alarm for every weekday at seven | alarm.set | {half=open, repeat=weekdays, time=07:00}
                    set an alarm for next friday at half past seven | alarm.set | {date=next friday, half=open, time=07:30}
                    set an alarm for 31 february | alarm.set | {date=--02-31}
                    remind me to call mom in ten minutes | reminder.set | {duration=PT10M, text=call mom}
                    Remind me to call Zoë tomorrow at nine | reminder.set | {date=tomorrow, half=open, text=call Zoë, time=09:00}
                    remind me at noon about lunch with ben | reminder.set | {half=known, text=lunch with ben, time=12:00}
                    add milk, two eggs and bread to my shopping list | shopping.add | {action=add, items=milk+two eggs+bread}
                    remove milk from the shopping list | shopping.add | {action=remove, items=milk}
                    add call the plumber to my to do list | todo.add | {action=add, items=call the plumber}
                    roll two dice | dice.roll | {count=2}
                    roll three ten sided dice | dice.roll | {count=3, sides=10}
                    roll a d20 | dice.roll | {sides=20}
                    spell the word rhythm | spelling | {word=rhythm}
                    define serendipity | definition | {word=serendipity}
                    translate good morning into german | translate | {language=german, text=good morning}
                    turn it up | volume.set | {direction=up}
                    volume to thirty percent | volume.set | {level=30%}
                    speak slower | speed.set | {direction=down}
                    what's the weather in paris tomorrow | weather | {date=tomorrow, place=paris}
                    when is the next holiday in spain | next.holiday | {place=spain}
                    flip a coin | coin.flip | {}
                    never mind | cancel | {}
                    no thank you | no | {}
                    yes please | yes | {}
                    """)
    void readsTheSlotsOfAnIntent(String sentence, String intent, String slots) {
        assertThat(found(sentence).replace("\n", "+")).isEqualTo(intent + " " + slots);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hello | greeting
                    hey parley | greeting
                    good morning | greeting
                    hello parley how are you | greeting
                    what can you do | help
                    help me please | help
                    can you help me | help
                    who are you | about
                    what's your name | about
                    are you a robot | about
                    tell me about yourself | about
                    """)
    void knowsGreetingsAndQuestionsAboutItself(String sentence, String intent) {
        assertThat(found(sentence)).isEqualTo(intent + " {}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    open the pod bay doors
                    tell me about the roman empire
                    what time does the shop close
                    the time we spent
                    how many people live in japan
                    what is the day after tomorrow
                    what day was it two days ago
                    what is on tv at five
                    ten minutes
                    seven
                    plus
                    5 +
                    how many ounces
                    hello world five
                    """)
    void leavesOtherSentencesToTheExamples(String sentence) {
        assertThat(found(sentence)).isEqualTo("none {}");
    }

    private String found(String sentence) {
        var classification = classifier.classify(sentence);
        return classification.intent() + " " + new TreeMap<>(classification.slots());
    }

    private static String expected(String intent, String slots) {
        Map<String, String> expected = new TreeMap<>();
        if (slots != null) {
            expected.putAll(
                    java.util.Arrays.stream(slots.split(", "))
                            .map(slot -> slot.split("="))
                            .collect(Collectors.toMap(slot -> slot[0], slot -> slot[1])));
        }
        return intent + " " + expected;
    }
}
