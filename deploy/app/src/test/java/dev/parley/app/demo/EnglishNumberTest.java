package dev.parley.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.RuleBasedNumberFormat;
import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EnglishNumberTest {
    private final RuleBasedNumberFormat icu =
            new RuleBasedNumberFormat(Locale.US, RuleBasedNumberFormat.SPELLOUT);

    @Test
    void saysCardinalsAsUnicodeDoes() {
        for (int number = 0; number < 3_000; number++) {
            assertThat(EnglishNumber.cardinal(number))
                    .isEqualTo(icu.format(number).replace('-', ' '));
        }
    }

    @Test
    void saysDecimalsDigitByDigit() {
        assertThat(EnglishNumber.decimal(new BigDecimal("16.09")))
                .isEqualTo("sixteen point zero nine");
        assertThat(EnglishNumber.decimal(new BigDecimal("84"))).isEqualTo("eighty four");
    }

    @Test
    void saysTheDaysOfAMonthAsUnicodeDoes() {
        for (int day = 1; day <= 31; day++) {
            assertThat(EnglishNumber.ordinal(day))
                    .isEqualTo(icu.format(day, "%spellout-ordinal").replace('-', ' '));
        }
    }
}
