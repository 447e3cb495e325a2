package dev.parley.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.intent.IntentClassifier.Classification;
import dev.parley.streams.intent.Intents;
import dev.parley.streams.replay.Difference.Kind;
import dev.parley.streams.turn.TurnConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Replay TODAY =
            new Replay(
                    ScriptedConversation.topologies(
                            TurnConfig.defaults(), DialogueConfig.defaults()),
                    List.of());

    private final Recording recording =
            new ScriptedConversation("local")
                    .say("what time is it in reykjavik")
                    .type("set a pasta timer for four seconds")
                    .pass(Duration.ofSeconds(5))
                    .say("what can you do")
                    .ended();

    @Test
    void showsNoDifferenceHoweverOftenTheSameTopologiesAreAsked() {
        // When
        Replay.Outcome first = TODAY.of(recording);
        Replay.Outcome second = TODAY.of(recording);

        // Then
        assertThat(first.differences()).isEmpty();
        assertThat(second).isEqualTo(first);
        assertThat(first.heard()).isEqualTo(recording.of(Topics.CONVERSATION).size());
        assertThat(first.compared())
                .isGreaterThan(first.heard() + recording.of(Topics.REPLIES).size());
        assertThat(recording.of(Topics.TIMER_FIRED)).isNotEmpty();
        assertThat(recording.of(Topics.TIMELINES)).isEmpty();
        assertThat(recording.of(Topics.AUDIT)).isNotEmpty();
    }

    @Test
    void findsAnotherDeadlineOfTheDialogueFieldByField() {
        // Given
        DialogueConfig patient =
                new DialogueConfig(
                        DialogueConfig.defaults().deadline().plusSeconds(7),
                        DialogueConfig.defaults().interruption(),
                        DialogueConfig.defaults().doubt(),
                        DialogueConfig.defaults().confirmation());

        // When
        Replay.Outcome outcome =
                new Replay(
                                ScriptedConversation.topologies(TurnConfig.defaults(), patient),
                                List.of())
                        .of(recording);

        // Then
        assertThat(outcome.differences())
                .hasSize(3)
                .allSatisfy(
                        difference -> {
                            assertThat(difference.topic()).isEqualTo(Topics.TIMER_REQUESTS);
                            assertThat(difference.kind()).isEqualTo(Kind.CHANGED);
                            assertThat(difference.changes())
                                    .extracting(Difference.Change::path)
                                    .containsExactly("due");
                        });
    }

    @Test
    void hearsARecordedAnswerOfAToolInsteadOfAskingIt() {
        // Given
        Recording other =
                changed(
                        each ->
                                each.event() instanceof Tool.Succeeded result
                                        && result.tool().equals("clock"),
                        event ->
                                new Tool.Succeeded(
                                        ((Tool.Succeeded) event.event()).call(),
                                        ((Tool.Succeeded) event.event()).turn(),
                                        "clock",
                                        Personal.of(Map.of("time", "09:30"))));

        // When
        List<Difference> differences = TODAY.of(other).differences();

        // Then
        assertThat(differences).hasSize(1);
        Difference difference = differences.getFirst();
        assertThat(difference.topic()).isEqualTo(Topics.REPLIES);
        assertThat(difference.changes())
                .containsExactly(
                        new Difference.Change(
                                "text",
                                "It is 5:05 in the afternoon in Reykjavik.",
                                "It is 9:30 in the morning."));
    }

    @Test
    void playsOnWithWhatAnEngineSaysAnew() {
        // Given
        Intents anew =
                new Intents(text -> new Classification("greeting", 1, "rule", Map.of(), Map.of()));

        // When
        List<Difference> differences =
                new Replay(
                                ScriptedConversation.topologies(
                                        TurnConfig.defaults(), DialogueConfig.defaults()),
                                List.of(anew))
                        .of(recording)
                        .differences();

        // Then
        assertThat(differences)
                .filteredOn(each -> each.topic().equals(Topics.INTENTS))
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.kind()).isEqualTo(Kind.CHANGED));
        assertThat(differences)
                .filteredOn(each -> each.topic().equals(Topics.TOOL_REQUESTS))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.kind()).isEqualTo(Kind.ONLY_RECORDED));
        assertThat(differences)
                .filteredOn(each -> each.topic().equals(Topics.REPLIES))
                .extracting(Difference::kind)
                .contains(Kind.ONLY_REPLAYED);
    }

    @Test
    void passesOverCopiesThatCameTwice() {
        // Given
        List<Recorded> twice = new ArrayList<>(recording.records());
        for (Recorded each : recording.of(Topics.CONVERSATION)) {
            twice.add(
                    new Recorded(
                            each.topic(), each.partition(), each.offset() + 1, each.envelope()));
        }

        // When
        Replay.Outcome outcome = TODAY.of(new Recording(recording.session(), twice, List.of()));

        // Then
        assertThat(outcome.differences()).isEmpty();
    }

    @Test
    void missesACopyThatWasNeverMade() {
        // Given
        Recorded lost =
                recording.of(Topics.CONVERSATION).stream()
                        .filter(each -> each.envelope().event() instanceof Timer.Fired)
                        .findFirst()
                        .orElseThrow();

        // When
        List<Difference> differences = TODAY.of(without(lost)).differences();

        // Then
        assertThat(differences)
                .anySatisfy(
                        each -> {
                            assertThat(each.topic()).isEqualTo(Topics.CONVERSATION);
                            assertThat(each.kind()).isEqualTo(Kind.ONLY_REPLAYED);
                            assertThat(each.id()).isEqualTo(lost.envelope().id());
                        })
                .anySatisfy(
                        each -> {
                            assertThat(each.topic()).isEqualTo(Topics.REPLIES);
                            assertThat(each.kind()).isEqualTo(Kind.ONLY_RECORDED);
                        });
    }

    @Test
    void findsEverySingleRecordOfAPlayedStageThatIsMissing() {
        for (Topic topic :
                List.of(
                        Topics.TURNS,
                        Topics.REPLIES,
                        Topics.TOOL_REQUESTS,
                        Topics.TIMER_REQUESTS,
                        Topics.TIMER_FIRED,
                        Topics.AUDIT)) {
            for (Recorded each : recording.of(topic)) {
                assertThat(TODAY.of(without(each)).differences())
                        .as("without %s of %s", each.envelope().id(), topic)
                        .isNotEmpty();
            }
        }
    }

    private Recording without(Recorded lost) {
        List<Recorded> left = new ArrayList<>(recording.records());
        left.remove(lost);
        return new Recording(recording.session(), left, List.of());
    }

    private Recording changed(
            Predicate<Envelope<?>> which,
            java.util.function.Function<Envelope<?>, dev.parley.schemas.event.Event> change) {
        List<Recorded> all =
                recording.records().stream()
                        .map(
                                each ->
                                        which.test(each.envelope())
                                                ? each.with(
                                                        new Envelope<>(
                                                                each.envelope().id(),
                                                                each.envelope().session(),
                                                                each.envelope().owner(),
                                                                each.envelope().times(),
                                                                null,
                                                                change.apply(each.envelope())))
                                                : each)
                        .toList();
        return new Recording(recording.session(), all, List.of());
    }
}
