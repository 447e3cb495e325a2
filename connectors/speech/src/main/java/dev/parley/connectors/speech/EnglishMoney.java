package dev.parley.connectors.speech;

import java.util.Map;
import java.util.stream.Collectors;

/** Currencies by their signs and by the codes of ISO 4217. */
final class EnglishMoney {
    /**
     * One, several, one hundredth, several hundredths; the latter empty where nobody counts them.
     */
    private static final Map<String, String> NAMES =
            """
            $       dollar|dollars|cent|cents
            \u20ac       euro|euros|cent|cents
            \u00a3       pound|pounds|penny|pence
            \u00a5       yen|yen||
            \u20b9       rupee|rupees|paisa|paise
            \u20a9       won|won||
            \u00a2       cent|cents||
            USD     US dollar|US dollars|cent|cents
            CAD     Canadian dollar|Canadian dollars|cent|cents
            AUD     Australian dollar|Australian dollars|cent|cents
            NZD     New Zealand dollar|New Zealand dollars|cent|cents
            EUR     euro|euros|cent|cents
            GBP     pound|pounds|penny|pence
            CHF     Swiss franc|Swiss francs|centime|centimes
            JPY     yen|yen||
            CNY     yuan|yuan||
            INR     rupee|rupees|paisa|paise
            KRW     won|won||
            SEK     Swedish krona|Swedish kronor||
            NOK     Norwegian krone|Norwegian kroner||
            DKK     Danish krone|Danish kroner||
            PLN     zloty|zlotys||
            BRL     real|reais|centavo|centavos
            MXN     Mexican peso|Mexican pesos|centavo|centavos
            """
                    .lines()
                    .map(line -> line.split(" +", 2))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    columns -> columns[0], columns -> columns[1]));

    /** For a class of characters. */
    static final String SYMBOLS = "$\u20ac\u00a3\u00a5\u20b9\u20a9\u00a2";

    /** For a choice. */
    static final String CODES =
            NAMES.keySet().stream()
                    .filter(name -> name.length() == 3)
                    .collect(Collectors.joining("|"));

    private EnglishMoney() {}

    /** Four names: of one and of several, of one hundredth and of several. */
    static String[] of(String currency) {
        return NAMES.getOrDefault(currency, "|||").split("\\|", 4);
    }

    static String magnitude(String letter) {
        return switch (letter) {
            case "k", "K" -> "thousand";
            case "M" -> "million";
            default -> "billion";
        };
    }
}
