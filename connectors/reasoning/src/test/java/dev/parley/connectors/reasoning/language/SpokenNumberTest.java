package dev.parley.connectors.reasoning.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.RuleBasedNumberFormat;
import java.math.BigDecimal;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** ICU spells a number, and it is read back. */
class SpokenNumberTest {
    private final RuleBasedNumberFormat speller =
            new RuleBasedNumberFormat(Locale.ENGLISH, RuleBasedNumberFormat.SPELLOUT);

    @Property(tries = 2000)
    void readsBackEverySpelledNumber(
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long n) {
        assertThat(SpokenNumber.parse(speller.format(n))).contains(BigDecimal.valueOf(n));
    }

    @Property(tries = 1000)
    void readsBackNumbersOfEverydaySize(@ForAll @LongRange(min = 0, max = 99_999) long n) {
        // Given
        speller.setDefaultRuleSet("%spellout-cardinal-verbose");

        // When
        String verbose = speller.format(n);

        // Then
        assertThat(SpokenNumber.parse(verbose)).as(verbose).contains(BigDecimal.valueOf(n));
    }

    @Property
    void readsBackDigits(@ForAll @LongRange(min = 0) long n) {
        assertThat(SpokenNumber.parse(String.format(Locale.ROOT, "%,d", n)))
                .contains(BigDecimal.valueOf(n));
        assertThat(SpokenNumber.parse(Long.toString(n))).contains(BigDecimal.valueOf(n));
    }

    @Property(tries = 500)
    void readsBackDecimals(
            @ForAll @LongRange(min = 0, max = 9999) long whole,
            @ForAll @LongRange(min = 0, max = 999) long thousandths) {
        // Given
        BigDecimal value = BigDecimal.valueOf(whole * 1000 + thousandths, 3);

        // When
        String spelled = speller.format(value);

        // Then
        assertThat(SpokenNumber.parse(spelled))
                .as(spelled)
                .hasValueSatisfying(read -> assertThat(read).isEqualByComparingTo(value));
    }

    @Property
    void neverThrowsForAnyText(@ForAll String text) {
        SpokenNumber.parse(text);
        Sentence sentence = Sentence.of(text);
        Arithmetic.in(sentence.core());
        Units.conversion(sentence.core());
        SpokenDuration.in(sentence.core());
    }

    @Example
    void readsFractionsAndColloquialForms() {
        assertThat(SpokenNumber.parse("one and a half")).contains(new BigDecimal("1.5"));
        assertThat(SpokenNumber.parse("three quarters")).contains(new BigDecimal("0.75"));
        assertThat(SpokenNumber.parse("half a million").orElseThrow())
                .isEqualByComparingTo("500000");
        assertThat(SpokenNumber.parse("a dozen")).contains(new BigDecimal("12"));
        assertThat(SpokenNumber.parse("two dozen")).contains(new BigDecimal("24"));
        assertThat(SpokenNumber.parse("point five")).contains(new BigDecimal("0.5"));
        assertThat(SpokenNumber.parse("oh point two five")).contains(new BigDecimal("0.25"));
        assertThat(SpokenNumber.parse("three point one oh four")).contains(new BigDecimal("3.104"));
        assertThat(SpokenNumber.parse("a hundred and five")).contains(new BigDecimal("105"));
        assertThat(SpokenNumber.parse("one oh five")).contains(new BigDecimal("105"));
        assertThat(SpokenNumber.parse("twelve hundred")).contains(new BigDecimal("1200"));
        assertThat(SpokenNumber.parse("2.5 million").orElseThrow()).isEqualByComparingTo("2500000");
        assertThat(SpokenNumber.parse("five and six")).isEmpty();
        assertThat(SpokenNumber.parse("ten fifteen")).isEmpty();
        assertThat(SpokenNumber.parse("")).isEmpty();
    }
}
