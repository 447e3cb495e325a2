package dev.parley.connectors.reasoning.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what is to be converted into what in a sentence whose numbers are in digits. The units that
 * are known stand in {@code units.tsv}.
 */
public final class Units {
    private static final Map<String, String> CANONICAL = read();

    /**
     * @param amount in plain decimal digits, with a minus before it if it is below zero
     * @param from the unit's canonical name, in the singular
     * @param to the unit's canonical name, in the singular
     */
    public record Conversion(String amount, String from, String to) {}

    private static final String UNIT =
            CANONICAL.keySet().stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(?:", ")"));
    private static final String AMOUNT =
            "(?:(?<amount>(?:(?:minus|negative|-) ?)?\\d+(?:\\.\\d+)?)(?: (?:of )?(?:an? |1"
                    + " )?(?=\\p{L})| degrees?)?|an?|1|the)";
    private static final String FROM = AMOUNT + "? ?(?:degrees )?(?<from>" + UNIT + ")";
    private static final String TO = "(?:degrees )?(?<to>" + UNIT + ")";
    private static final String HALF_MORE = "(?: and (?<more>0\\.\\d+))?";
    private static final List<Pattern> ASKED =
            List.of(
                    Pattern.compile(
                            "^(?:what is |and )?how (?:many|much) "
                                    + TO
                                    + " (?:is|are|in|make|makes|does|do|to|equals?|go into|fit"
                                    + " in|fit"
                                    + " into|per|for|there|it|that|inside|of|would|be|i|have|get|from)"
                                    + " ?(?:(?:is|are|in|there|to|that|it|of|would|be|have|from|get)"
                                    + " )*"
                                    + FROM
                                    + HALF_MORE
                                    + "(?: (?:have|has|make|makes|be|contain|contains|is|are|equal|equals))?$"),
                    Pattern.compile(
                            "^how (?:many|much) "
                                    + TO
                                    + " (?=\\d|an? )"
                                    + FROM
                                    + HALF_MORE
                                    + " (?:is|are|has|have|make|makes|equals?|contains?|weighs?|would"
                                    + " be)$"),
                    Pattern.compile(
                            "^(?:what (?:is|are) |how"
                                + " (?:much|many|long|far|heavy|hot|warm|cold|big|high|tall|fast|deep|wide)"
                                + " (?:is|are) |convert |change |turn |translate |transform |switch"
                                + " |express |give me |show me |make |put |calculate |compute |in"
                                + " )*"
                                    + FROM
                                    + HALF_MORE
                                    + " (?:in|into|to|as|is how many|are how many|equals how"
                                    + " many|equal how many|is what in|are what in|be in|converted"
                                    + " to|converted into|expressed in|make how many)(?: the)? "
                                    + TO
                                    + "(?: for me| is what| then| thanks| thank you)?$"),
                    Pattern.compile(
                            "\\b"
                                    + FROM
                                    + HALF_MORE
                                    + "(?:,)? (?:\\p{L}+ ){0,3}?how (?:many|much) "
                                    + TO
                                    + "(?: (?:is|are|would|do|does|that|it|this|be|i|have|there|make|mean|did|am|was))*$"),
                    Pattern.compile(
                            "^(?:what is |convert |give me )?(?:in )?(?:how many )?"
                                    + TO
                                    + " (?:is|are|for|from|of) (?=\\d|an? )"
                                    + FROM
                                    + HALF_MORE
                                    + "$"));

    /**
     * "To" sounds like "two", and a recogniser that goes by the words around it writes a number.
     */
    private static final Pattern HEARD_AS_TWO =
            Pattern.compile(
                    "^(?:please )?(?:convert|change|turn|translate|transform) "
                            + FROM
                            + HALF_MORE
                            + " (?:2|too) "
                            + TO
                            + "(?: please)?$");

    private static final Pattern QUANTITY =
            Pattern.compile("^(?:please )?(?:convert|change|turn) " + FROM + "(?: please)?$");

    private static final Pattern FEET_AND_INCHES =
            Pattern.compile(
                    "\\b(\\d{1,3}) (?:feet|foot|ft) (?:and )?(\\d{1,2})(?: inch(?:es)?)?(?= |$)(?!"
                            + " (?:feet|foot|ft))");

    private Units() {}

    /** The conversion that the whole text asks for; an amount that is not said is 1. */
    public static Optional<Conversion> conversion(String text) {
        if (text.length() > 200) {
            return Optional.empty();
        }
        Matcher misheard = HEARD_AS_TWO.matcher(text);
        if (misheard.find()) {
            return Optional.of(read(misheard));
        }
        String inches = feetAndInches(text);
        for (Pattern pattern : ASKED) {
            Matcher asked = pattern.matcher(inches);
            if (asked.find()) {
                return Optional.of(read(asked));
            }
        }
        return Optional.empty();
    }

    /** What is to be converted, where the text doesn't say to what; its {@code to} is empty. */
    public static Optional<Conversion> quantity(String text) {
        if (text.length() > 200) {
            return Optional.empty();
        }
        Matcher asked = QUANTITY.matcher(text);
        return asked.find()
                ? Optional.of(
                        new Conversion(
                                Objects.requireNonNullElse(asked.group("amount"), "1"),
                                canonical(asked.group("from")),
                                ""))
                : Optional.empty();
    }

    /** The unit that the whole text is, but for a preposition before it. */
    public static Optional<String> alone(String text) {
        return Optional.ofNullable(CANONICAL.get(text.replaceFirst("^(?:in|to|into|as) ", "")));
    }

    private static Conversion read(Matcher asked) {
        return new Conversion(
                amount(asked), canonical(asked.group("from")), canonical(asked.group("to")));
    }

    private static String feetAndInches(String text) {
        return FEET_AND_INCHES
                .matcher(text)
                .replaceAll(
                        said ->
                                12 * Integer.parseInt(said.group(1))
                                        + Integer.parseInt(said.group(2))
                                        + " inches");
    }

    private static String amount(Matcher asked) {
        String amount = Objects.requireNonNullElse(asked.group("amount"), "1");
        String digits = amount.replaceFirst("^(?:minus|negative|-) ?", "-");
        String more = asked.group("more");
        if (more == null) {
            return digits;
        }
        return new java.math.BigDecimal(digits).add(new java.math.BigDecimal(more)).toPlainString();
    }

    private static String canonical(String said) {
        return CANONICAL.getOrDefault(said, said);
    }

    private static Map<String, String> read() {
        try (var in = Units.class.getResourceAsStream("units.tsv");
                var lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Objects.requireNonNull(in, "units.tsv"),
                                        StandardCharsets.UTF_8))) {
            Map<String, String> canonical = new HashMap<>();
            lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t"))
                    .forEach(
                            unit -> {
                                for (String said : unit[1].split(",")) {
                                    canonical.put(said, unit[0]);
                                    if (said.length() > 2) {
                                        canonical.putIfAbsent(said + "s", unit[0]);
                                    }
                                }
                            });
            return Map.copyOf(canonical);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
