package dev.parley.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.speech.StarterModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final int SEEDS = 1_000;
    private static final Instant NOW = Instant.parse("2026-11-22T01:04:00Z");

    /** By the units' customary equivalents, not by the table under test. */
    private static final Map<String, Double> IN_BASE_UNITS =
            Map.ofEntries(
                    Map.entry("kilometers", 1000.0),
                    Map.entry("miles", 1609.344),
                    Map.entry("yards", 0.9144),
                    Map.entry("feet", 0.3048),
                    Map.entry("inches", 0.0254),
                    Map.entry("meters", 1.0),
                    Map.entry("centimeters", 0.01),
                    Map.entry("pounds", 0.45359237),
                    Map.entry("kilograms", 1.0),
                    Map.entry("gallons", 3.785411784),
                    Map.entry("liters", 1.0),
                    Map.entry("minutes", 60.0),
                    Map.entry("hours", 3600.0),
                    Map.entry("days", 86400.0),
                    Map.entry("weeks", 604800.0));

    @Test
    void asksTheSameForTheSameSeed() {
        assertThat(words(Questions.drawnFrom(7))).isEqualTo(words(Questions.drawnFrom(7)));
    }

    @Test
    void asksSomethingElseForOtherSeeds() {
        assertThat(LongStream.range(0, SEEDS).mapToObj(s -> words(Questions.drawnFrom(s))))
                .doesNotHaveDuplicates();
    }

    @Test
    void asksAtLeastSixQuestionsOfSixKindsAloud() {
        LongStream.range(0, SEEDS)
                .forEach(
                        seed -> {
                            List<Question> spoken =
                                    all(Questions.drawnFrom(seed))
                                            .filter(question -> !question.typed())
                                            .toList();
                            assertThat(spoken).hasSizeGreaterThanOrEqualTo(6);
                            assertThat(spoken.stream().map(Question::kind).distinct())
                                    .contains(
                                            "time",
                                            "date",
                                            "calculation",
                                            "conversion",
                                            "timer",
                                            "help");
                        });
    }

    @Test
    void saysOnlyWordsThatTheStarterModelKnows() {
        // Given
        Set<String> known = StarterModel.words();

        // When
        Set<String> said = new HashSet<>();
        LongStream.range(0, SEEDS)
                .mapToObj(Questions::drawnFrom)
                .flatMap(QuestionsTest::all)
                .filter(question -> !question.typed())
                .flatMap(question -> question.phrasings().stream())
                .forEach(words -> said.addAll(List.of(words.split(" "))));

        // Then
        assertThat(said).hasSizeGreaterThan(60);
        assertThat(known).containsAll(said);
    }

    @Test
    void expectsOnlyWordsThatTheStarterModelKnows() {
        // Given
        Set<String> known = StarterModel.words();

        // When, Then
        LongStream.range(0, SEEDS)
                .mapToObj(Questions::drawnFrom)
                .flatMap(QuestionsTest::all)
                .flatMap(question -> facts(question).stream())
                .forEach(
                        fact ->
                                assertThat(fact.audible())
                                        .anySatisfy(
                                                phrase ->
                                                        assertThat(known)
                                                                .containsAll(letters(phrase))));
    }

    @Test
    void knowsTheRightResults() {
        LongStream.range(0, SEEDS)
                .mapToObj(Questions::drawnFrom)
                .flatMap(QuestionsTest::all)
                .filter(q -> Set.of("calculation", "conversion").contains(q.kind()))
                .forEach(
                        question ->
                                assertThat(facts(question).getFirst().shown())
                                        .as(question.words())
                                        .isEqualTo(oracle(question)));
    }

    @Test
    void neverExpectsAnAnswerThatStandsInTheQuestion() {
        LongStream.range(0, SEEDS)
                .mapToObj(Questions::drawnFrom)
                .flatMap(QuestionsTest::all)
                .filter(q -> Set.of("calculation", "conversion").contains(q.kind()))
                .forEach(
                        question ->
                                assertThat(facts(question).getFirst())
                                        .as(question.words())
                                        .matches(
                                                fact ->
                                                        !fact.isHeardIn(
                                                                Spoken.of(question.words()))));
    }

    @Test
    void saysItOtherwiseOnceMoreWithTheSameKeyWords() {
        LongStream.range(0, SEEDS)
                .mapToObj(Questions::drawnFrom)
                .flatMap(QuestionsTest::all)
                .forEach(
                        question -> {
                            assertThat(question.wordsAfter(1)).isNotEqualTo(question.words());
                            assertThat(question.wasMisheardAs(question.wordsAfter(1))).isFalse();
                        });
    }

    /** Of the same kind, and of every other kind; of no two is the right answer the same. */
    @Test
    void failsTheAnswerToAnotherQuestion() {
        // Given
        List<Asked> questions =
                LongStream.range(0, SEEDS)
                        .mapToObj(Questions::drawnFrom)
                        .flatMap(QuestionsTest::askedIn)
                        .toList();
        Random random = new Random(1);
        Set<String> kinds = new HashSet<>();

        // When, Then
        for (Asked asked : questions) {
            kinds.add(asked.kind());
            assertThat(fault(asked, asked)).as(asked.toString()).isEmpty();
            for (int i = 0; i < 20; i++) {
                Asked other = questions.get(random.nextInt(questions.size()));
                boolean same = asked.kind().equals(other.kind()) && answers(asked, other);
                assertThat(fault(asked, other))
                        .as(asked + " answered as " + other)
                        .matches(fault -> same || !fault.isEmpty());
            }
        }
        assertThat(kinds)
                .contains(
                        "time", "date", "calculation", "conversion", "time zone", "timer", "ring");
    }

    @Test
    void failsARightAnswerWhoseSoundIsThatToAnotherQuestion() {
        // Given
        List<Asked> questions =
                LongStream.range(0, SEEDS)
                        .mapToObj(Questions::drawnFrom)
                        .flatMap(QuestionsTest::askedIn)
                        .toList();
        Random random = new Random(2);

        // When, Then
        for (Asked asked : questions) {
            for (int i = 0; i < 20; i++) {
                Asked other = questions.get(random.nextInt(questions.size()));
                boolean same = asked.kind().equals(other.kind()) && answers(asked, other);
                String fault =
                        Verdict.of(
                                        asked.expected(),
                                        NOW,
                                        NOW,
                                        asked.words(),
                                        List.of(other.sound()))
                                .fault();
                assertThat(fault)
                        .as(asked + " heard as " + other)
                        .matches(f -> same || f.contains("sound"));
            }
        }
    }

    /** What is asked, and how it would be answered rightly: in writing and as it would be heard. */
    private record Asked(String kind, Expectation expected, String words, String sound) {}

    private static String fault(Asked question, Asked answer) {
        return Verdict.of(question.expected(), NOW, NOW, answer.words(), List.of(answer.sound()))
                .fault();
    }

    /** Whether the answer to the one happens to be right for the other. */
    private static boolean answers(Asked one, Asked other) {
        String facts =
                one.expected().between(NOW, NOW).getFirst().stream()
                        .map(Fact::shown)
                        .toList()
                        .toString();
        String others =
                other.expected().between(NOW, NOW).getFirst().stream()
                        .map(Fact::shown)
                        .toList()
                        .toString();
        return facts.equals(others);
    }

    private static Stream<Asked> askedIn(Questions questions) {
        Stream<Asked> answered =
                Stream.concat(questions.others().stream(), Stream.of(questions.setTimer()))
                        .map(
                                question -> {
                                    String words = "It is " + shown(facts(question)) + ".";
                                    return new Asked(
                                            question.kind(),
                                            question.expected(),
                                            words,
                                            "it is " + spoken(facts(question)));
                                });
        long seconds = questions.timer().toSeconds();
        String number = EnglishNumber.cardinal((int) seconds);
        return Stream.concat(
                answered,
                Stream.of(
                        new Asked(
                                "ring",
                                questions.ring(),
                                "Your timer for " + seconds + " seconds is over.",
                                "your timer for " + number + " seconds is over")));
    }

    private static String shown(List<Fact> facts) {
        return facts.stream().map(Fact::shown).collect(Collectors.joining(" "));
    }

    private static String spoken(List<Fact> facts) {
        return facts.stream()
                .map(fact -> fact.spoken().getFirst().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    @Test
    void noticesAMisheardQuestion() {
        // Given
        Question question =
                new Question(
                        "calculation",
                        List.of("what is twelve times seven"),
                        List.of("twelve times seven"),
                        "calculate",
                        false,
                        Expectation.always());

        // When, Then
        assertThat(question.wasMisheardAs("what is twelve times seven")).isFalse();
        assertThat(question.wasMisheardAs("what's twelve times seven please")).isFalse();
        assertThat(question.wasMisheardAs("what is twelve times eleven")).isTrue();
        assertThat(question.wasMisheardAs("")).isTrue();
    }

    private static String oracle(Question question) {
        List<String> words = new ArrayList<>(List.of(question.words().split(" ")));
        List<Long> numbers = new ArrayList<>();
        List<String> units = new ArrayList<>();
        long pending = -1;
        for (String word : words) {
            int value =
                    IntStream.rangeClosed(0, 99)
                            .filter(n -> EnglishNumber.cardinal(n).equals(word))
                            .findFirst()
                            .orElse(-1);
            if (value >= 0) {
                pending = pending < 0 ? value : pending + value;
                continue;
            }
            if (pending >= 0) {
                numbers.add(pending);
                pending = -1;
            }
            if (IN_BASE_UNITS.containsKey(word)) {
                units.add(word);
            }
        }
        if (pending >= 0) {
            numbers.add(pending);
        }
        if (question.kind().equals("calculation")) {
            long a = numbers.get(0);
            long b = numbers.get(1);
            long result = words.contains("times") ? a * b : words.contains("plus") ? a + b : a - b;
            return Long.toString(result);
        }
        boolean targetFirst = question.words().startsWith("how many");
        String from = units.get(targetFirst ? 1 : 0);
        String to = units.get(targetFirst ? 0 : 1);
        double value = numbers.getFirst() * IN_BASE_UNITS.get(from) / IN_BASE_UNITS.get(to);
        return BigDecimal.valueOf(value)
                        .setScale(6, RoundingMode.HALF_UP)
                        .setScale(2, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " "
                + to;
    }

    private static List<String> letters(String phrase) {
        return List.of(
                phrase.toLowerCase(Locale.ROOT)
                        .replace(" am", " a m")
                        .replace(" pm", " p m")
                        .split(" "));
    }

    private static List<Fact> facts(Question question) {
        return question.expected().between(NOW, NOW).stream().flatMap(List::stream).toList();
    }

    private static Stream<Question> all(Questions questions) {
        return Stream.concat(
                questions.others().stream(), Stream.of(questions.setTimer(), questions.help()));
    }

    private static List<String> words(Questions questions) {
        return all(questions).map(Question::words).toList();
    }
}
