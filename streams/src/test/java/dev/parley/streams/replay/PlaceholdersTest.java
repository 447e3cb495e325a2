package dev.parley.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private final Placeholders placeholders =
            new Placeholders(new byte[32], Set.of("Europe/Paris"), Set.of());

    @Test
    void aTimeIsATimeADateADateANumberANumber() {
        assertThat(LocalTime.parse(placeholders.of("17:05"))).isNotEqualTo(LocalTime.of(17, 5));
        assertThat(LocalTime.parse(placeholders.of("17:05:09.250"))).isNotNull();
        assertThat(LocalDate.parse(placeholders.of("2026-02-28"))).isNotNull();
        assertThat(ZoneOffset.of(placeholders.of("-05:30"))).isNotNull();
        assertThat(new BigDecimal(placeholders.of("-12.50")))
                .isNegative()
                .satisfies(number -> assertThat(number.scale()).isEqualTo(2));
        assertThat(placeholders.of("2026-02-28T10:15:30Z"))
                .matches("20\\d\\d-[01]\\d-[0-2]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\dZ");
    }

    @Test
    void leavesWhatTellsNothingOrStandsInClear() {
        assertThat(List.of("", "  ", "true", "PT4S", "Europe/Paris"))
                .allSatisfy(text -> assertThat(placeholders.of(text)).isEqualTo(text));
    }

    @Test
    void leavesNoLetterOfAnyScript() {
        assertThat(placeholders.of("日本 Žluťoučký 🎈 ok"))
                .hasSameSizeAs("日本 Žluťoučký 🎈 ok")
                .matches("[a-z]{2} [A-Z][a-z]{8} [a-z]{2} [a-z]{2}");
    }

    @Test
    void twoWordsHaveTwoPlaceholdersAndNoneIsAWordThatWasSaid() {
        // Given
        Set<String> said = new HashSet<>();
        for (char a = 'a'; a <= 'z'; a++) {
            said.add(a + "bo");
        }
        Placeholders these = new Placeholders(new byte[32], Set.of(), said);

        // When
        Set<String> given = new HashSet<>();
        said.forEach(word -> given.add(these.of(word)));

        // Then
        assertThat(given).hasSameSizeAs(said).doesNotContainAnyElementsOf(said);
    }

    @Test
    void whatIsPutTogetherOfPartsIsPutTogetherOfTheirPlaceholders() {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(11);
        List<String> words = List.of("a", "I", "four", "FOUR", "Twelve", "48", "007", "x9y", "né");
        for (int i = 0; i < 500; i++) {
            String one = words.get(random.nextInt(words.size()));
            String other = words.get(random.nextInt(words.size()));
            assertThat(placeholders.of(one + " " + other + "?"))
                    .isEqualTo(placeholders.of(one) + " " + placeholders.of(other) + "?")
                    .hasSize(one.length() + other.length() + 2);
        }
        assertThat(placeholders.of("FOUR")).isEqualToIgnoringCase(placeholders.of("four"));
    }
}
