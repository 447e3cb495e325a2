package dev.parley.connectors.reasoning.language;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a spoken or typed sum, its numbers in digits, into plain arithmetic: {@code 12 * 7}, {@code
 * (3 + 4) / 2}, {@code 80 * 15 / 100} for "15 percent of 80", {@code 2 ^ 10}, {@code sqrt(81)}.
 * What comes out always obeys this grammar and holds at least one operator:
 *
 * <pre>
 * sum    = term  { ("+" | "-") term }
 * term   = power { ("*" | "/") power }
 * power  = ["-"] atom [ "^" power ]
 * atom   = digits [ "." digits ] | "(" sum ")" | "sqrt(" sum ")"
 * </pre>
 */
public final class Arithmetic {
    private static final int MAX_LENGTH = 400;
    private static final String N = "(\\d+(?:\\.\\d+)?|\\([^()]*\\))";
    private static final Pattern LEAD =
            Pattern.compile(
                    "^(?:(?:(?:what|how much) do (?:you|i|we) get (?:if|when) (?:you|i|we)|what(?:"
                        + " is| are| does| do| will| would be)?|how much"
                        + " (?:is|are|does|do|will)|calculate|compute|work out|figure"
                        + " out|evaluate|solve|find|give me|tell me|say|do the maths? for me|do the"
                        + " maths?|do|the (?:result|answer|value) (?:of|to|for)|math) )+");
    private static final Pattern TAIL =
            Pattern.compile(
                    "(?: (?:=|equals?(?: to)?|is(?: what)?|make|makes|come(?: out)?"
                        + " to|give|gives|be|for me|then|altogether|in total|thanks|thank you))+$");

    private record Phrase(Pattern pattern, String arithmetic) {
        static Phrase of(String regex, String arithmetic) {
            return new Phrase(Pattern.compile(regex), arithmetic);
        }

        String replaceIn(String text) {
            return pattern.matcher(text).replaceAll(arithmetic);
        }
    }

    private static final List<Phrase> PHRASES =
            List.of(
                    Phrase.of(
                            "^(?:the )?(?:sum of|add|add up|add together) (.+?) (?:and|to|plus)"
                                    + " (.+)$",
                            "$1 + $2"),
                    Phrase.of("^(?:subtract|deduct|take(?: away)?) (.+?) from (.+)$", "$2 - $1"),
                    Phrase.of("^(?:the )?difference (?:between|of) (.+?) and (.+)$", "$1 - $2"),
                    Phrase.of(
                            "^(?:the )?(?:product of|multiply) (.+?) (?:and|by|with|times) (.+)$",
                            "$1 * $2"),
                    Phrase.of("^(?:the )?(?:quotient of|divide) (.+?) (?:by|and) (.+)$", "$1 / $2"),
                    Phrase.of("\\b(?:multiplied by|multiply by|times)\\b", "*"),
                    Phrase.of("(?<=[\\d)]) x (?=[\\d(])", " * "),
                    Phrase.of("\\b(?:divided by|divide by|over)\\b", "/"),
                    Phrase.of("\\b(?:plus|added to)\\b", "+"),
                    Phrase.of("\\b(?:minus|take away|less|negative)\\b", "-"),
                    Phrase.of("\\b(?:raised )?to the (?:power of|power)\\b|\\*\\*", "^"),
                    Phrase.of("\\braised to\\b", "^"),
                    Phrase.of("\\bto the (?:2nd|second) power\\b", "^ 2"),
                    Phrase.of("\\bto the (?:3rd|third) power\\b", "^ 3"),
                    Phrase.of("\\bto the (?:4th|fourth) power\\b", "^ 4"),
                    Phrase.of("\\bto the (?:5th|fifth) power\\b", "^ 5"),
                    Phrase.of("\\bsquared\\b", "^ 2"),
                    Phrase.of("\\bcubed\\b", "^ 3"),
                    Phrase.of("\\b(?:open|left) (?:bracket|parenthesis)\\b", "("),
                    Phrase.of("\\b(?:close|closed|right) (?:bracket|parenthesis)\\b", ")"),
                    Phrase.of("\\b(?:the )?(?:square root|root|sqrt)(?: of)? (?=\\()", "sqrt "),
                    Phrase.of(
                            "\\b(?:the )?(?:square root|root|sqrt)(?: of)? (\\d+(?:\\.\\d+)?)",
                            "sqrt( $1 )"),
                    Phrase.of("\\bpercent\\b|\\bper cent\\b", "%"),
                    Phrase.of("^" + N + " ([+-]) " + N + " %$", "$1 $2 $1 * $3 / 100"),
                    Phrase.of(N + " % of (?:an? )?" + N, "$2 * $1 / 100"),
                    Phrase.of("\\b0\\.5 (?:of )" + N, "$1 / 2"),
                    Phrase.of("\\b0\\.25 (?:of )" + N, "$1 / 4"),
                    Phrase.of("\\b0\\.75 (?:of )" + N, "$1 * 3 / 4"),
                    Phrase.of("\\b(?:a|1) third of " + N, "$1 / 3"),
                    Phrase.of("\\b2 thirds of " + N, "$1 * 2 / 3"),
                    Phrase.of("\\b(?:a|1) fifth of " + N, "$1 / 5"),
                    Phrase.of("\\b(?:a|1) tenth of " + N, "$1 / 10"),
                    Phrase.of("\\b(?:twice|double) " + N, "2 * $1"));

    private static final String STAND_IN = "1000003 ";
    private static final Pattern TAKEN_UP =
            Pattern.compile(
                    "^(?:(?:and|then|now|so|okay|what about|what is|how much is) )*"
                            + "(?:(?:that|it|this|the result|the answer) )?(?:then )?");
    private static final Pattern OPERATOR =
            Pattern.compile(
                    "^(?:plus|minus|times|multiplied by|multiply by|divided by|divide by|over"
                            + "|take away|less|to the power of|squared|cubed|[-+*/^])(?: |$)");

    private Arithmetic() {}

    /** The sum that the text is, from its beginning to its end. */
    public static Optional<String> in(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String sum = TAIL.matcher(LEAD.matcher(text).replaceFirst("")).replaceFirst("");
        for (Phrase phrase : PHRASES) {
            sum = phrase.replaceIn(sum);
        }
        return new Parser(sum).read();
    }

    /** What is to be done with an earlier result: "and that times two" is {@code * 2}. */
    public static Optional<String> onwards(String text) {
        String operation = TAKEN_UP.matcher(text).replaceFirst("");
        return operation.length() > MAX_LENGTH || !OPERATOR.matcher(operation).find()
                ? Optional.empty()
                : in(STAND_IN + operation)
                        .filter(sum -> sum.startsWith(STAND_IN))
                        .map(sum -> sum.substring(STAND_IN.length()));
    }

    private static final class Parser {
        private static final Pattern TOKEN =
                Pattern.compile("\\G\\s*(\\d+(?:\\.\\d+)?|\\.\\d+|sqrt|[-+*/^()])");
        private final String text;
        private final StringBuilder out = new StringBuilder();
        private int at;
        private int operators;

        Parser(String text) {
            this.text = text;
        }

        Optional<String> read() {
            return sum() && text.substring(at).isBlank() && operators > 0
                    ? Optional.of(out.toString())
                    : Optional.empty();
        }

        private String peek() {
            Matcher token = TOKEN.matcher(text);
            return token.find(at) ? token.group(1) : "";
        }

        private String take() {
            Matcher token = TOKEN.matcher(text);
            if (!token.find(at)) {
                return "";
            }
            at = token.end();
            return token.group(1);
        }

        private boolean sum() {
            return chain("+-", this::term);
        }

        private boolean term() {
            return chain("*/", this::power);
        }

        private boolean chain(String signs, java.util.function.BooleanSupplier part) {
            if (!part.getAsBoolean()) {
                return false;
            }
            while (!peek().isEmpty() && signs.contains(peek())) {
                out.append(' ').append(take()).append(' ');
                operators++;
                if (!part.getAsBoolean()) {
                    return false;
                }
            }
            return true;
        }

        private boolean power() {
            if (peek().equals("-")) {
                take();
                out.append('-');
            }
            if (!atom()) {
                return false;
            }
            if (!peek().equals("^")) {
                return true;
            }
            take();
            out.append(" ^ ");
            operators++;
            return power();
        }

        private boolean atom() {
            String token = take();
            if (token.equals("sqrt")) {
                operators++;
                out.append("sqrt");
                token = take();
                return token.equals("(") && bracketed();
            }
            if (token.equals("(")) {
                return bracketed();
            }
            if (token.isEmpty() || "+-*/^()".contains(token)) {
                return false;
            }
            out.append(token.startsWith(".") ? "0" + token : token);
            return true;
        }

        private boolean bracketed() {
            out.append('(');
            if (!sum() || !take().equals(")")) {
                return false;
            }
            out.append(')');
            return true;
        }
    }
}
