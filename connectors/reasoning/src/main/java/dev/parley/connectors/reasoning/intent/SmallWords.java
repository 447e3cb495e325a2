package dev.parley.connectors.reasoning.intent;

import java.util.List;
import java.util.Set;

/** Tells what may be the name of a thing or a place from what is a request, or says nothing. */
final class SmallWords {
    private static final Set<String> ASKING =
            words(
                    "what what's whats who who's whose whom which when where where's why how how's"
                        + " is are was were am do does did don't doesn't didn't can can't could"
                        + " couldn't will won't would wouldn't shall should may might must has have"
                        + " had there there's let let's");
    private static final Set<String> PERSONS =
            words(
                    "i i'm i'd i've i'll me my mine myself we us our you you're your yours he him"
                            + " his she her hers they them their it it's its this that that's these"
                            + " those someone somebody anybody everybody nobody");
    private static final Set<String> REPLYING =
            words(
                    "yes yeah yep yup no nope nah not never sure okay ok alright right thanks thank"
                        + " hello hi hey bye goodbye goodnight night morning afternoon evening"
                        + " sorry pardon please stop cancel quit exit abort again repeat help"
                        + " nothing none nevermind wait enough done well maybe perhaps correct"
                        + " wrong true false cool great good nice fine bad lol exactly absolutely"
                        + " definitely indeed welcome cheers ciao adios wow oh ah");
    private static final Set<String> TELLING =
            words(
                    "set start make create add put give tell show read play open close turn switch"
                        + " call text message send find search look define spell translate convert"
                        + " calculate compute remind remember forget note write take buy get go say"
                        + " speak talk whisper delete remove clear drop kill pause resume mute"
                        + " unmute wake snooze roll flip toss throw change move increase decrease"
                        + " raise lower skip keep run try check list bring shut lock unlock dim"
                        + " ring email phone dial use begin end finish finished need want like love"
                        + " hate think know hope thinking explain describe sing dance laugh");
    private static final Set<String> MATTERS =
            words(
                    "timer timers alarm alarms reminder reminders time times date dates clock"
                        + " weather forecast joke jokes music song songs video videos movie light"
                        + " lights volume louder quieter faster slower softer up down on off list"
                        + " lists note notes holiday fact facts name coin dice die zone speed"
                        + " language one ones something anything everything all both heads tails"
                        + " news minute minutes hour hours second seconds day days week today"
                        + " tomorrow yesterday tonight monday tuesday wednesday thursday friday"
                        + " saturday sunday now later soon first last next before after over out"
                        + " away care off");
    private static final Set<String> LINKS =
            words(
                    "the a an of for in at to on with by from about as if so but or and than then"
                        + " because while too also just only really very much many more most less"
                        + " some any every each be been being");
    private static final Set<String> NO_LABELS =
            words(
                    "second seconds minute minutes hour hours day countdown clock first third"
                        + " fourth fifth last latest next other same new old running right wrong"
                        + " long short whole another only single set cancel delete stop free sure"
                        + " example good now once ever a an the me us him her them it you all both"
                        + " every any each that this these those my your our one today tomorrow"
                        + " tonight morning evening afternoon noon midnight monday tuesday"
                        + " wednesday thursday friday saturday sunday weekdays weekends am pm is"
                        + " are was what which when who how o'clock half quarter timer alarm"
                        + " reminder time of in at on to off real instance most least bit while"
                        + " long later number i we he she they");

    private SmallWords() {}

    /**
     * Whether it may be the name of a thing, a person or a place: no request, no question, no reply
     * and nothing that another word of mentions is for.
     *
     * @param said one to four words in lower case
     */
    static boolean mayBeAName(String said) {
        List<String> words = List.of(said.split(" "));
        return !said.isBlank()
                && words.size() <= 4
                && !TELLING.contains(words.getFirst())
                && !LINKS.contains(words.getLast())
                && words.stream().noneMatch(SmallWords::isNoName)
                && said.codePoints().anyMatch(Character::isLetter);
    }

    private static boolean isNoName(String word) {
        return ASKING.contains(word)
                || PERSONS.contains(word)
                || REPLYING.contains(word)
                || MATTERS.contains(word);
    }

    /** Whether a sentence that begins so asks for something, or tells it, as a whole. */
    static boolean beginsASentence(String word) {
        return ASKING.contains(word) || PERSONS.contains(word);
    }

    static boolean isAReply(String word) {
        return REPLYING.contains(word);
    }

    static boolean mayBeALabel(String said) {
        return List.of(said.split(" ")).stream().noneMatch(NO_LABELS::contains);
    }

    private static Set<String> words(String words) {
        return Set.copyOf(List.of(words.split(" ")));
    }
}
