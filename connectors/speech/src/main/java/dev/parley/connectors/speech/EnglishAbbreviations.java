package dev.parley.connectors.speech;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is written short and spoken whole, signs among it. */
final class EnglishAbbreviations {
    /** Written with a point, which goes, unless it ends the sentence too. */
    private static final Map<String, String> WORDS =
            table(
                    """
                    Mr       Mister
                    Mrs      Missus
                    Ms       Miz
                    Prof     Professor
                    Gen      General
                    Sen      Senator
                    Rev      Reverend
                    Hon      Honorable
                    Jr       Junior
                    Sr       Senior
                    Mt       Mount
                    Ave      Avenue
                    Blvd     Boulevard
                    Rd       Road
                    Ln       Lane
                    Hwy      Highway
                    Pkwy     Parkway
                    Sq       Square
                    Apt      Apartment
                    Ste      Suite
                    Bldg     Building
                    Inc      Incorporated
                    Ltd      Limited
                    Corp     Corporation
                    Dept     Department
                    dept     department
                    Univ     University
                    approx   approximately
                    etc      et cetera
                    vs       versus
                    incl     including
                    excl     excluding
                    e.g      for example
                    i.e      that is
                    a.k.a    also known as
                    U.S.A    U S A
                    U.S      U S
                    U.K      U K
                    E.U      E U
                    D.C      D C
                    Ph.D     P H D
                    """);

    /** The same, only before a number. */
    private static final Map<String, String> BEFORE_NUMBERS =
            table(
                    """
                    No       Number
                    no       number
                    Nos      Numbers
                    p        page
                    pp       pages
                    Fig      Figure
                    fig      figure
                    Vol      Volume
                    vol      volume
                    Ch       Chapter
                    ch       chapter
                    Ext      Extension
                    ext      extension
                    ca       about
                    c        about
                    tel      telephone
                    Tel      Telephone
                    """);

    private static final Map<String, String> SIGNS =
            Map.of(
                    "&", "and",
                    "\u00a7", "section",
                    "\u00a9", "copyright",
                    "\u2264", "at most",
                    "\u2265", "at least",
                    "\u00b1", "plus or minus",
                    "\u221a", "the square root of",
                    "\u03c0", "pi",
                    "\u2260", "is not equal to",
                    "\u2192", "to");

    private static final Map<String, String> FRACTIONS =
            Map.of(
                    "\u00bd", "half",
                    "\u2153", "third",
                    "\u2154", "two thirds",
                    "\u00bc", "quarter",
                    "\u00be", "three quarters");

    private static final Map<String, String> STATE_NAMES =
            table(
                    """
                    AL Alabama
                    AK Alaska
                    AZ Arizona
                    AR Arkansas
                    CA California
                    CO Colorado
                    CT Connecticut
                    DE Delaware
                    DC D C
                    FL Florida
                    GA Georgia
                    HI Hawaii
                    ID Idaho
                    IL Illinois
                    IN Indiana
                    IA Iowa
                    KS Kansas
                    KY Kentucky
                    LA Louisiana
                    ME Maine
                    MD Maryland
                    MA Massachusetts
                    MI Michigan
                    MN Minnesota
                    MS Mississippi
                    MO Missouri
                    MT Montana
                    NE Nebraska
                    NV Nevada
                    NH New Hampshire
                    NJ New Jersey
                    NM New Mexico
                    NY New York
                    NC North Carolina
                    ND North Dakota
                    OH Ohio
                    OK Oklahoma
                    OR Oregon
                    PA Pennsylvania
                    RI Rhode Island
                    SC South Carolina
                    SD South Dakota
                    TN Tennessee
                    TX Texas
                    UT Utah
                    VT Vermont
                    VA Virginia
                    WA Washington
                    WV West Virginia
                    WI Wisconsin
                    WY Wyoming
                    """);

    /** What a street may be called, for a choice. */
    static final String STREETS =
            "(?:Street|Avenue|Road|Drive|Boulevard|Lane|Court|Highway|Parkway|Square|Way|Place)";

    /** The states' letters, for a choice. */
    static final String STATES = String.join("|", STATE_NAMES.keySet());

    private static final String NOT_IN_WORD = "(?<![\\p{L}\\d.])";
    private static final Pattern WORD =
            Pattern.compile(NOT_IN_WORD + "(" + choice(WORDS) + ")\\.(?![\\p{L}\\d])");
    private static final Pattern BEFORE_NUMBER =
            Pattern.compile(NOT_IN_WORD + "(" + choice(BEFORE_NUMBERS) + ")\\. ?(?=\\d)");
    private static final Pattern TITLE = Pattern.compile(NOT_IN_WORD + "(Dr|St|Ft)\\. (?=\\p{Lu})");
    private static final Pattern STREET =
            Pattern.compile("(?<=[\\p{L}\\d] )(Dr|St|Ct)\\.(?![\\p{L}\\d])");
    private static final Pattern SIGN =
            Pattern.compile(" ?([&\u00a7\u00a9\u2264\u2265\u00b1\u221a\u03c0\u2260\u2192]) ?");
    private static final Pattern FRACTION =
            Pattern.compile("(\\d)? ?([\u00bd\u2153\u2154\u00bc\u00be])");
    private static final Pattern WEB = Pattern.compile("\\bhttps?://(?:www\\.)?(?=[\\p{L}\\d])");
    private static final Pattern MAIL = Pattern.compile("(?<=[\\p{L}\\d])@(?=[\\p{L}\\d])");

    /** A point within a name of a host; in front of it a letter, so that decimals aren't meant. */
    private static final Pattern DOT =
            Pattern.compile(
                    "(?<=\\p{L})\\.(?=(?:com|org|net|edu|gov|io|dev|info|eu|uk|de|fr|ca)(?![\\p{L}\\d]))");

    /** What stands before the kind of a street. */
    private static final Pattern HOUSE = Pattern.compile("\\d[A-Za-z]? (?:\\p{Lu}\\p{L}*+ ){1,3}$");

    private EnglishAbbreviations() {}

    static String spelledOut(String text) {
        String all = WEB.matcher(text).replaceAll("");
        all = MAIL.matcher(all).replaceAll(" at ");
        all = DOT.matcher(all).replaceAll(" dot ");
        all = BEFORE_NUMBER.matcher(all).replaceAll(m -> BEFORE_NUMBERS.get(m.group(1)) + " ");
        String titled = all;
        all =
                TITLE.matcher(all)
                        .replaceAll(
                                m ->
                                        isStreet(titled, m.start())
                                                ? Matcher.quoteReplacement(m.group())
                                                : title(m.group(1)) + " ");
        String streets = all;
        all = STREET.matcher(all).replaceAll(m -> street(m.group(1)) + end(streets, m));
        String words = all;
        all = WORD.matcher(all).replaceAll(m -> WORDS.get(m.group(1)) + end(words, m));
        all = FRACTION.matcher(all).replaceAll(EnglishAbbreviations::fraction);
        return SIGN.matcher(all)
                .replaceAll(m -> (m.start() == 0 ? "" : " ") + SIGNS.get(m.group(1)) + " ");
    }

    /** A state of the USA by its two letters. */
    static String state(String letters) {
        return STATE_NAMES.getOrDefault(letters, letters);
    }

    private static boolean isStreet(String text, int at) {
        return HOUSE.matcher(text).region(Math.max(0, at - 60), at).find();
    }

    private static String title(String letters) {
        return switch (letters) {
            case "Dr" -> "Doctor";
            case "St" -> "Saint";
            default -> "Fort";
        };
    }

    private static String street(String letters) {
        return switch (letters) {
            case "Dr" -> "Drive";
            case "St" -> "Street";
            default -> "Court";
        };
    }

    /** The point, where it ends the sentence as well. */
    private static String end(String text, MatchResult m) {
        String rest = text.substring(m.end(), Math.min(text.length(), m.end() + 2));
        boolean last = rest.isBlank() || rest.startsWith("\"") || rest.startsWith(")");
        boolean sentenceFollows =
                m.group().equals("etc.")
                        && rest.length() == 2
                        && rest.charAt(0) == ' '
                        && Character.isUpperCase(rest.charAt(1));
        return last || sentenceFollows ? "." : "";
    }

    private static String fraction(MatchResult m) {
        String name = FRACTIONS.getOrDefault(m.group(2), "");
        boolean several = name.contains(" ");
        if (m.group(1) == null) {
            return (m.group().startsWith(" ") ? " " : "") + (several ? name : "one " + name);
        }
        return m.group(1) + (several ? " and " : " and a ") + name;
    }

    private static Map<String, String> table(String lines) {
        return lines.lines()
                .map(line -> line.split(" +", 2))
                .collect(
                        Collectors.toUnmodifiableMap(columns -> columns[0], columns -> columns[1]));
    }

    private static String choice(Map<String, String> table) {
        return table.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    }
}
