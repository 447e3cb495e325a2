package dev.parley.connectors.reasoning.intent;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words by which a sentence takes up what was said before ("no, I said", "make it", "and
 * another one", "what about"), and what follows them.
 *
 * @param manner {@code correction}, {@code another}, {@code supplement} or {@code retry}; empty if
 *     the sentence stands for itself
 * @param head the words that lead in; empty if there are none
 * @param rest what follows, or stands before words that close ("fifteen instead")
 */
record LeadIn(Optional<String> manner, String head, Remainder rest) {
    /** What has to follow for the words to lead into something. */
    private enum Follows {
        NOTHING,
        ANYTHING,
        SOMETHING,
        ANSWER,
        ANSWER_OR_THING
    }

    private record Wording(String manner, Pattern words, Follows follows) {}

    private static final String GAP = "[\\s,.;:!?…\"–—-]++";
    private static final Pattern EDGES = Pattern.compile("^[\\s,.;:!?…\"–—-]+|[\\s,.;:!?…\"–—-]+$");
    private static final Pattern STUTTER =
            Pattern.compile(
                    "(?<![\\p{L}'])(no|i|the|a|and|to|for|it|make|said|in|at|what|about|that|is|another|also|not)(?:"
                        + " \\1)+(?![\\p{L}'])",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern OPENING =
            said(
                    "(?:(?:okay|ok|oh|ah|well|so|hey|sorry|pardon me|(?:wait|hold on|hang"
                        + " on|just)(?: an?| one)? (?:second|sec|minute|moment)|wait|hold on|hang"
                        + " on|excuse me|alright|all"
                        + " right|right|listen|look|oops|whoops|yeah|like|hmm|mm|i think|one"
                        + " moment) )*");
    private static final Pattern OPENING_OF_A_TEXT =
            said("(?:(?:okay|ok|oh|ah|well|so|hmm|mm|alright) )*");

    private static final String NO =
            "(?:(?:no|nope|nah|know|not that|that's wrong|that is wrong|wrong|(?:that's|that"
                    + " is|it's|it is) not (?:right|correct|it|what i (?:said|meant|wanted|asked"
                    + " for)))(?: but)? )";
    private static final String SAID =
            "(?:i|we) (?:(?:actually|really|clearly|just|only|have) )*"
                    + "(?:said|meant|mean|wanted|was saying|did say|asked for|was asking for)"
                    + "(?: (?:to say|it to be|it was|it is|it's|was|is|for it to be))*";
    private static final String MISHEARD = "(?:i|we) (?:set|sad|send|sent|men|ment|say|says)";
    private static final String PLEASE =
            "(?:(?:actually|rather|instead|can you|could you|would you|let's|let"
                    + " us|just|then|and|but|now|i want you to|maybe) )*";
    private static final String ONE =
            "(?:it|that|this|them|those|(?:the|my) (?:\\p{L}+"
                    + " ){0,2}?(?:one|1|timer|alarm|reminder))";

    private static final List<Wording> WORDINGS =
            List.of(
                    wording(
                            "retry",
                            PLEASE
                                    + "(?:try (?:it |that |this )?(?:again|once more|(?:one"
                                    + " more|another|1 more) time)|retry(?: it| that|"
                                    + " this)?|(?:give (?:it|that) |have )?(?:another|one more|a"
                                    + " second) (?:try|go|shot|attempt)|do (?:it|that|this)"
                                    + " (?:again|once more|over|over again|(?:one|1) more time)|run"
                                    + " (?:it|that|this) again)(?: now| for me| then)?",
                            Follows.NOTHING),
                    wording("correction", NO + "+(?:but )?(?:what )?" + SAID, Follows.SOMETHING),
                    wording("correction", NO + "+" + MISHEARD, Follows.ANSWER),
                    wording("correction", "(?:what )?" + SAID, Follows.SOMETHING),
                    wording("correction", MISHEARD, Follows.ANSWER),
                    wording(
                            "correction",
                            NO
                                    + "*"
                                    + PLEASE
                                    + "(?:(?:make|change|set|switch|move|turn|adjust|correct|update|reset|push|shift|rename)"
                                    + " (?:it|that|this|them|those) (?:to|too|back to|over"
                                    + " to)|change (?:it|that|this|them) into)",
                            Follows.SOMETHING),
                    wording(
                            "correction",
                            NO
                                    + "*"
                                    + PLEASE
                                    + "(?:make|change|switch|move|adjust|correct|update|reset|push|shift|rename)"
                                    + " "
                                    + ONE
                                    + " (?:to|too|into|back to|over to)",
                            Follows.SOMETHING),
                    wording(
                            "correction",
                            NO
                                    + "*"
                                    + PLEASE
                                    + "(?:make|change|switch|move|adjust|correct|update|reset|push|shift)"
                                    + " "
                                    + ONE
                                    + "(?: by)?",
                            Follows.ANSWER),
                    wording(
                            "correction",
                            NO + "*" + PLEASE + "(?:set|put|start|run) (?:it|that|this|them)",
                            Follows.ANSWER),
                    wording(
                            "another",
                            "(?:(?:and|also|then|plus|now|please|add|set|start|make|create|run|do|have|need|want|give"
                                + " me|tell me|i need|i want|i would like|i'd like|can i have|could"
                                + " i have|can you|could you|let's|let us|put|me) )*(?:another|an"
                                + " other|one more|1 more|an additional|an extra|a further|yet"
                                + " another|a second(?= (?:one|timer|alarm|reminder))|a new(?="
                                + " one))(?: (?:one|won|1|timer|alarm|reminder|countdown))?(?!"
                                + " (?:time|thing|question|word|try|go|shot)\\b)",
                            Follows.ANYTHING),
                    wording(
                            "another",
                            "(?:(?:and|also|then|plus|maybe) )+(?:one|won|1)(?="
                                    + " (?:for|at|of|in|on|with|called|named|to)\\b)",
                            Follows.SOMETHING),
                    wording(
                            "another",
                            "(?:one|won)(?= (?:for|at|called|named)\\b)",
                            Follows.ANSWER),
                    wording(
                            "correction",
                            NO
                                    + "*(?:actually|rather|instead|i mean|or rather|make"
                                    + " that|correction|scratch that|strike that|forget"
                                    + " that|better|or better|sorry)",
                            Follows.ANSWER),
                    wording(
                            "correction",
                            NO
                                    + "+(?:it's|it is|it was|it should be|that should be|should"
                                    + " be|rather|make)",
                            Follows.ANSWER),
                    new Wording("correction", said(NO + "+"), Follows.ANSWER),
                    wording(
                            "supplement",
                            "(?:(?:and|but|so|then|okay|now|also) )*(?:what|how) about(?: now)?",
                            Follows.ANSWER_OR_THING),
                    wording(
                            "supplement",
                            "(?:(?:and|also|then) )*(?:do )?(?:the )?(?:same"
                                    + " thing|same|likewise|ditto)(?: again)? (?:for|with|to)",
                            Follows.SOMETHING),
                    wording(
                            "supplement",
                            "(?:(?:and|also|then) )*(?:do )?(?:the )?(?:same"
                                    + " thing|same|likewise|ditto)(?: again)?(?= (?:in|at|on)\\b)",
                            Follows.SOMETHING),
                    wording(
                            "another",
                            "(?:(?:and|also|then|plus) )*(?:the )?same(?: thing)? again",
                            Follows.NOTHING),
                    wording(
                            "supplement",
                            "(?:(?:and|also) )*(?:and|also)(?: then)?",
                            Follows.ANSWER_OR_THING));

    private static final Pattern COMMA_AFTER_NO =
            Pattern.compile("^(?:no|nope|nah)\\s*[,;–—-]\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern A_ONE =
            Pattern.compile("an? .{1,60} (?:one|1|timer)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MORE =
            said(
                    "(?:and |add |give me |give it |put |just |for )*(?=.{1,40}"
                        + " (?:more|extra|additional|another) (?:second|minute|hour|min|sec)s?$)");
    private static final Pattern NOT_THIS_BUT_THAT =
            Pattern.compile(
                    "^(?:no[,;]? )?not (?<wrong>.{1,60}?)(?:\\s?[,;–—]\\s?(?:but |rather )?| but |"
                            + " rather )(?<right>.{1,200})$",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern THIS_NOT_THAT =
            Pattern.compile(
                    "^(?<right>.{1,60}?)[,;]? (?:and )?not (?<wrong>.{1,60})$",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern INSTEAD =
            Pattern.compile(
                    "^(?:make (?:it|that) )?(?<rest>.{1,80}?)[,;]? (?:instead|rather|actually|i"
                            + " mean|i meant|i said)$",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern TOO =
            Pattern.compile(
                    "^(?<rest>.{1,80}?)[,;]? (?:too|as well|also)$", Pattern.CASE_INSENSITIVE);

    /**
     * @param text without fillers, at most a thousand characters
     */
    static LeadIn of(String text) {
        String tidy = trimmed(STUTTER.matcher(text.replace('’', '\'')).replaceAll("$1"));
        String opened = behind(OPENING, tidy);
        return led(tidy)
                .or(() -> opened.equals(tidy) ? Optional.empty() : led(opened))
                .or(() -> afterNoAndAComma(opened))
                .or(() -> contrasted(opened))
                .or(() -> more(opened))
                .or(() -> closed("correction", INSTEAD, opened))
                .or(() -> closed("supplement", TOO, opened))
                .orElseGet(
                        () ->
                                new LeadIn(
                                        Optional.empty(),
                                        "",
                                        Remainder.of(behind(OPENING_OF_A_TEXT, tidy))));
    }

    private static Optional<LeadIn> led(String text) {
        for (Wording wording : WORDINGS) {
            Matcher found = wording.words().matcher(text);
            if (found.lookingAt() && found.end() > 0) {
                Remainder rest = Remainder.of(trimmed(text.substring(found.end())));
                if (follows(rest, wording.follows())) {
                    String also =
                            rest.text().isEmpty()
                                    ? ""
                                    : manner(wording.manner(), found.group(), rest);
                    return Optional.of(
                            new LeadIn(
                                    Optional.of(also.isEmpty() ? wording.manner() : also),
                                    found.group(),
                                    rest));
                }
            }
        }
        return Optional.empty();
    }

    /** "Also for five minutes" and "and a five minute one" are one more; "also tomorrow" is not. */
    private static String manner(String manner, String head, Remainder rest) {
        var values = rest.answer().values();
        boolean counts = values.containsKey("duration") || values.containsKey("number");
        boolean also = head.toLowerCase(java.util.Locale.ROOT).contains("also");
        boolean one = A_ONE.matcher(rest.text()).matches();
        return manner.equals("supplement") && (also || one) && counts && rest.isAnswer()
                ? "another"
                : manner;
    }

    private static boolean follows(Remainder rest, Follows follows) {
        return switch (follows) {
            case NOTHING -> rest.isEmpty();
            case ANYTHING -> true;
            case SOMETHING -> !rest.isEmpty() && !isBegun(rest.text());
            case ANSWER -> rest.isAnswer();
            case ANSWER_OR_THING -> rest.isAnswerOrThing();
        };
    }

    /** "I meant it", "I wanted to go", "I said no". */
    private static boolean isBegun(String rest) {
        String[] words = rest.toLowerCase(java.util.Locale.ROOT).split(GAP);
        return words.length > 0
                && (words[0].equals("to")
                        || words.length < 3
                                && (SmallWords.isAReply(words[0])
                                        || words[0].equals("it")
                                        || words[0].equals("that")
                                        || words[0].equals("so")));
    }

    private static Optional<LeadIn> afterNoAndAComma(String text) {
        Matcher no = COMMA_AFTER_NO.matcher(text);
        if (!no.find()) {
            return Optional.empty();
        }
        Remainder rest = Remainder.of(trimmed(text.substring(no.end())));
        return rest.isAnswerOrThing()
                ? Optional.of(new LeadIn(Optional.of("correction"), no.group(), rest))
                : Optional.empty();
    }

    private static Optional<LeadIn> contrasted(String text) {
        Matcher but = NOT_THIS_BUT_THAT.matcher(text);
        if (but.matches()) {
            Remainder rest = Remainder.of(trimmed(but.group("right")));
            if (rest.isAnswerOrThing()) {
                return correction(text, rest);
            }
        }
        String[] words = text.split(" ");
        int not = words.length > 1 && words[0].equalsIgnoreCase("no") ? 1 : 0;
        if (words.length > 2 && words.length <= 12 && words[not].equalsIgnoreCase("not")) {
            for (int at = not + 2; at < words.length; at++) {
                Remainder wrong = joined(words, not + 1, at);
                Remainder right = joined(words, at, words.length);
                if (alike(wrong, right)) {
                    return correction(text, right);
                }
            }
        }
        Matcher notThat = THIS_NOT_THAT.matcher(text);
        if (notThat.matches()) {
            Remainder right = Remainder.of(trimmed(notThat.group("right")));
            if (right.isAnswer() && alike(right, Remainder.of(trimmed(notThat.group("wrong"))))) {
                return correction(text, right);
            }
        }
        return Optional.empty();
    }

    private static Remainder joined(String[] words, int from, int to) {
        return Remainder.of(trimmed(String.join(" ", List.of(words).subList(from, to))));
    }

    private static boolean alike(Remainder one, Remainder other) {
        return one.isAnswer() && other.isAnswer() && kind(one).equals(kind(other));
    }

    private static String kind(Remainder rest) {
        for (String name : List.of("duration", "date", "number", "time", "which", "label")) {
            if (rest.answer().values().containsKey(name)) {
                return name;
            }
        }
        return "";
    }

    private static Optional<LeadIn> correction(String text, Remainder rest) {
        return Optional.of(new LeadIn(Optional.of("correction"), text, rest));
    }

    private static Optional<LeadIn> more(String text) {
        Matcher more = MORE.matcher(text);
        if (!more.lookingAt()) {
            return Optional.empty();
        }
        Remainder rest = Remainder.of(trimmed(text.substring(more.end())));
        return rest.isAnswer()
                ? Optional.of(new LeadIn(Optional.of("another"), more.group(), rest))
                : Optional.empty();
    }

    private static Optional<LeadIn> closed(String manner, Pattern words, String text) {
        Matcher found = words.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        Remainder rest = Remainder.of(trimmed(found.group("rest")));
        return rest.isAnswerOrThing()
                ? Optional.of(new LeadIn(Optional.of(manner), "", rest))
                : Optional.empty();
    }

    private static String behind(Pattern opening, String text) {
        Matcher found = opening.matcher(text);
        String rest = found.lookingAt() ? text.substring(found.end()) : text;
        return rest.isBlank() ? text : rest;
    }

    private static String trimmed(String text) {
        return EDGES.matcher(text).replaceAll("");
    }

    private static Wording wording(String manner, String words, Follows follows) {
        return new Wording(manner, said("(?:" + words.strip() + ")(?: |$)"), follows);
    }

    /** A blank stands for any blanks and punctuation. */
    private static Pattern said(String words) {
        return Pattern.compile(
                words.replace(" ", GAP), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
