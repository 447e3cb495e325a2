package dev.parley.connectors.reasoning.intent;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sentence refers to by a pronoun alone: {@code it}, {@code that}, {@code one} or {@code
 * them}; {@code that} where even the pronoun is left out ("how long is left").
 */
final class Pronouns {
    private static final String DOING =
            "(?:cancel|stop|delete|remove|change|make|set|move|repeat|pause|resume|turn|switch|drop|kill|clear|end|start"
                + "|restart|snooze|rename|call|name|read|play|forget|keep|show|open|send|finish|add|put|take|extend"
                + "|shorten|dismiss|silence|push|shift|reschedule|postpone|delay|do|try|say|spell|write|translate"
                + "|use|define|save|undo|mark|tick|check|reset|end|shut|lengthen|round|double|halve|convert|adjust|update|correct)";
    private static final String OBJECT = "(?<pronoun>it|that|this|them|these|those)";
    private static final String ENDS =
            "(?=$|"
                + " (?:to|for|again|now|off|up|out|down|at|too|instead|then|on|in|by|into|back|as|and|not|all|both|longer"
                + "|shorter|later|earlier|from|until|till|with|before|after|every|once|over|a|an|half|noon|\\d+)\\b)";
    private static final List<Pattern> REFERRING =
            List.of(
                    Pattern.compile(
                            "\\b(?:all|both|each|some|none|1|first|last) of"
                                    + " (?<pronoun>them|these|those)\\b"),
                    Pattern.compile(
                            "\\b(?:the|that|this|my)(?! (?:20|30|40|50|60|70|80|90) 1)(?:"
                                + " \\p{L}{2,20}){0,3} (?<pronoun>1s?)\\b(?!"
                                + " (?:\\d|hundred|thousand|seconds?|minutes?|hours?|days?|weeks?|more))"),
                    Pattern.compile(
                            "\\bthe(?: \\d+(?:\\.\\d+)?(?: \\p{L}{1,20})?) (?<pronoun>1|one)\\b(?!"
                                    + " (?:seconds?|minutes?|hours?))"),
                    Pattern.compile("\\b(?:call|name|rename|label) " + OBJECT + "\\b"),
                    Pattern.compile(
                            "\\b" + DOING + "(?: off| on| up| down| out)? " + OBJECT + ENDS),
                    Pattern.compile(
                            "^(?:and )?(?:how (?:long|much time)|when|how|where|what)"
                                    + " (?:is|was|does|did|will|would|do|are) (?:still )?"
                                    + OBJECT
                                    + "(?: (?:have|has|mean|means|ring|rings|go"
                                    + " off|end|finish|last|take|be|left|called|spelled|done|over|due|start|say|stop|run"
                                    + " out|ready|again|for|set for|about|have left|still"
                                    + " have))*$"),
                    Pattern.compile(
                            "^(?:is|are|was) (?<pronoun>it|that|they) (?:still |already"
                                + " )?(?:running|on|going|done|set|over|paused|finished|up|active)$"),
                    Pattern.compile(
                            "\\b(?:about|on|of|with|from|for|to) (?<pronoun>it|that|them)$"));
    private static final Pattern LEFT_OUT =
            Pattern.compile(
                    "(?:(?:and|so|okay|tell me|check|can you tell me|do you know) )*(?:how"
                        + " (?:long|much|many minutes|many seconds|much time|many hours)(?: more|"
                        + " longer)?(?:"
                        + " (?:time|is|are|has|have|there|still|it|i|we|do|got|does|more|longer|will|take))*(?:"
                        + " (?:left|remaining|to go|to wait|remains?|until|till|till then|until"
                        + " then|go|have))*(?: now| please)?|(?:what is|what's|the)? ?(?:time"
                        + " )?(?:left|remaining)|(?:how much|any) time (?:left|remaining)|is"
                        + " (?:there )?(?:any|much)? ?time left|how much longer|when is the time"
                        + " up|is time up|almost done|nearly done)");
    private static final Pattern AMOUNTS =
            Pattern.compile("longer|left|remain|to go|until|till|time up|done|more");

    private Pronouns() {}

    /**
     * @param digits in lower case, with its numbers in digits
     */
    static Optional<String> in(String digits) {
        for (Pattern pattern : REFERRING) {
            Matcher found = pattern.matcher(digits);
            if (found.find()) {
                return Optional.of(plain(found.group("pronoun")));
            }
        }
        boolean elliptical = LEFT_OUT.matcher(digits).matches() && AMOUNTS.matcher(digits).find();
        return elliptical ? Optional.of("that") : Optional.empty();
    }

    private static String plain(String pronoun) {
        return switch (pronoun) {
            case "1", "1s", "one" -> "one";
            case "this" -> "that";
            case "these", "those", "they" -> "them";
            default -> pronoun;
        };
    }
}
