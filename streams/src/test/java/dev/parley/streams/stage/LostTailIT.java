package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker whose power fails before the end of a log is on its disk. */
class LostTailIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int PARTITION = 2;
    private static final SessionId SESSION = SessionId.on(PARTITION, "asks");
    private static final String GROUP = "parley-test";

    @TempDir private Path folder;

    private final Wire wire = new Wire(new EphemeralKeys());
    private final ScriptedStage stage = new ScriptedStage("test", (session, delivery) -> {});
    private Broker broker;
    private EventWriter writer;
    private TransformHost host;
    private long written;

    @BeforeEach
    void begin() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        writer = new EventWriter(wire, broker.client());
        host =
                new TransformHost(
                        stage,
                        wire,
                        writer,
                        KafkaSettings.of(broker.client(), "a", folder.resolve("state")),
                        InstantSource.system(),
                        new Room(1 << 20));
        host.start();
        Broker.until("it is ready", SOON, host::ready);
    }

    @AfterEach
    void end() {
        host.crash();
        writer.close();
        broker.close();
    }

    /** Fewer than were lost, and more: the log is then longer than what was read of it. */
    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void handlesWhatIsWrittenOverTheLostEnd(int fresh) throws Exception {
        // Given
        for (int i = 0; i < 40; i++) {
            write("old" + i);
        }
        Broker.until("all is handled", SOON, () -> stage.turnsOf(SESSION).size() == 40);
        Broker.until("all is committed", SOON, () -> committed() == 40);

        // When
        broker.loseTail(Topics.CONTEXTS, PARTITION, 4000);
        long left = logEnd();
        List<String> news = new ArrayList<>();
        for (int i = 0; i < fresh; i++) {
            news.add("new" + i);
            write("new" + i);
        }

        // Then
        assertThat(left).isBetween(20L, 35L);
        Broker.until(
                "the new ones are handled",
                SOON,
                () -> stage.turnsOf(SESSION).size() == 40 + fresh);
        assertThat(stage.turnsOf(SESSION).subList(40, 40 + fresh)).isEqualTo(news);
        Broker.until("they are committed", SOON, () -> committed() == left + fresh);
    }

    private void write(String turn) throws Exception {
        Instant now = Instant.now();
        writer.write(
                        Topics.CONTEXTS,
                        new Envelope<>(
                                EventId.of("context", written++),
                                SESSION,
                                new Owner.Session(SESSION),
                                new Times(now, now),
                                null,
                                new Context.Assembled(
                                        new TurnId(turn),
                                        Personal.of("words"),
                                        Personal.of(List.of()))))
                .get();
    }

    private long logEnd() throws Exception {
        return broker.ends(List.of(Topics.CONTEXTS))
                .get(new TopicPartition(Topics.CONTEXTS.fullName(), PARTITION))
                .offset();
    }

    private long committed() {
        try {
            return broker.committed(GROUP, Topics.CONTEXTS, PARTITION);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
