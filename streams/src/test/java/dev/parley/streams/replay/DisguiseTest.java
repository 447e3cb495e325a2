package dev.parley.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Tool;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.turn.TurnConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class DisguiseTest {
    private static final Replay TODAY =
            new Replay(
                    ScriptedConversation.topologies(
                            TurnConfig.defaults(), DialogueConfig.defaults()),
                    List.of());

    private final Recording recording =
            new ScriptedConversation("local")
                    .say("what time is it in reykjavik")
                    .type("Set a pasta timer for FOUR seconds!")
                    .pass(Duration.ofSeconds(5))
                    .say("what can you do")
                    .ended();

    @Test
    void replaysAsTheOriginalDoesWhateverIsDrawn() {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(7);
        for (int i = 0; i < 20; i++) {
            // When
            Disguise.Disguised disguised = new Disguise(TODAY).of(recording, key(random));

            // Then
            assertThat(disguised.faithful()).isTrue();
            assertThat(TODAY.of(disguised.recording()).differences()).isEmpty();
            assertThat(disguised.recording().records()).hasSameSizeAs(recording.records());
        }
    }

    @Test
    void keepsNothingThatWasSaid() {
        // When
        Recording disguised =
                new Disguise(TODAY)
                        .of(recording, key(RandomGeneratorFactory.getDefault().create(8)))
                        .recording();

        // Then
        for (Recorded each : disguised.records()) {
            Fields.of(each.envelope().event())
                    .forEach(
                            (path, value) ->
                                    assertThat(value.toString().toLowerCase(Locale.ROOT))
                                            .as(each.topic() + " " + path)
                                            .doesNotContain("reykjavik", "pasta", "17:05"));
        }
        for (Recorded each : disguised.of(Topics.TURNS)) {
            assertThat(Fields.of(each.envelope().event()).get("text").toString())
                    .doesNotContainIgnoringCase("what", "timer", "seconds");
        }
    }

    @Test
    void keepsLengthsAndWhatIsEqual() {
        // When
        Recording disguised =
                new Disguise(TODAY)
                        .of(recording, key(RandomGeneratorFactory.getDefault().create(9)))
                        .recording();

        // Then
        Tool.Requested asked =
                (Tool.Requested) disguised.of(Topics.TOOL_REQUESTS).getFirst().envelope().event();
        Tool.Succeeded told =
                (Tool.Succeeded) disguised.of(Topics.TOOL_RESULTS).getFirst().envelope().event();
        Map<String, String> arguments = asked.arguments().get();
        assertThat(arguments).containsEntry("home", ScriptedConversation.ZONE);
        assertThat(arguments.get("place")).hasSameSizeAs(ScriptedConversation.PLACE);
        assertThat(told.result().get().get("place")).isEqualToIgnoringCase(arguments.get("place"));
        assertThat(Fields.of(disguised.of(Topics.TURNS).getFirst().envelope().event()))
                .hasEntrySatisfying(
                        "text",
                        text ->
                                assertThat(text.toString())
                                        .hasSameSizeAs("what time is it in reykjavik")
                                        .endsWith(" " + arguments.get("place")));
    }

    @Test
    void keepsTheDifferencesThatTheOriginalShows() {
        // Given
        Replay changed =
                new Replay(
                        ScriptedConversation.topologies(
                                TurnConfig.defaults(),
                                new DialogueConfig(
                                        Duration.ofSeconds(99),
                                        Duration.ofMillis(500),
                                        0.5,
                                        Duration.ofSeconds(20))),
                        List.of());

        // When
        Disguise.Disguised disguised =
                new Disguise(changed)
                        .of(recording, key(RandomGeneratorFactory.getDefault().create(10)));

        // Then
        assertThat(disguised.faithful()).isTrue();
        assertThat(changed.of(disguised.recording()).differences())
                .isEqualTo(changed.of(recording).differences());
    }

    private static byte[] key(RandomGenerator random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }
}
