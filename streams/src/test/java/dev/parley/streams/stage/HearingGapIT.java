package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.hearing.HearingConfig;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound that its topic's retention removed before {@code hearing} read it, on a real broker. */
class HearingGapIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PARTITION = 1;
    private static final SessionId SPEAKS = SessionId.on(PARTITION, "speaks");
    private static final SessionId COMES_LATER = SessionId.on(PARTITION, "comes-later");

    @TempDir private Path folder;

    private final Wire wire = new Wire(new EphemeralKeys());
    private final List<TransformHost> hosts = new ArrayList<>();
    private final Map<SessionId, Long> sequences = new HashMap<>();
    private final Map<String, Envelope<?>> read = new LinkedHashMap<>();
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile Duration later = Duration.ZERO;
    private Broker broker;
    private EventWriter writer;
    private Consumer<byte[], byte[]> reader;

    @BeforeEach
    void begin() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        writer = new EventWriter(wire, broker.client());
        reader = broker.reader(List.of(Topics.SPEECH, Topics.FAILURES));
    }

    @AfterEach
    void end() {
        answers.countDown();
        hosts.forEach(TransformHost::crash);
        writer.close();
        reader.close();
        broker.close();
    }

    @Test
    void tellsOnceOfSoundThatWentWhileNobodyHeard() throws Exception {
        // Given: it is down while a session speaks on
        answers.countDown();
        TransformHost first = host();
        utterance(SPEAKS);
        until("the first final", () -> finals(SPEAKS) == 1);
        first.close();
        utterance(SPEAKS);
        utterance(SPEAKS);

        // When
        broker.deleteBefore(Topics.AUDIO_IN, PARTITION, endOfSound());
        utterance(SPEAKS);
        utterance(COMES_LATER);
        host();

        // Then
        until("the others' finals", () -> finals(SPEAKS) == 2 && finals(COMES_LATER) == 1);
        assertThat(failures()).containsExactly(SPEAKS);
        utterance(SPEAKS);
        until("another final", () -> finals(SPEAKS) == 3);
        assertThat(failures()).containsExactly(SPEAKS);
    }

    @Test
    void tellsOnceOfSoundThatWentWhileItWasFarBehind() throws Exception {
        // Given: an engine that stands still, and more sound than the host takes or has fetched
        TransformHost host = host();
        for (int i = 0; i < 40; i++) {
            utterance(SPEAKS);
        }
        Broker.until("it holds back", SOON, () -> host.inFlight() > 10);

        // When
        broker.deleteBefore(Topics.AUDIO_IN, PARTITION, endOfSound());
        utterance(SPEAKS);
        utterance(COMES_LATER);
        answers.countDown();

        // Then
        until("the loss is told", () -> !failures().isEmpty());
        until("the later session's final", () -> finals(COMES_LATER) == 1);
        assertThat(failures()).containsExactly(SPEAKS);
        assertThat(finals(SPEAKS)).isLessThan(41);
        utterance(SPEAKS);
        int before = finals(SPEAKS);
        until("another final", () -> finals(SPEAKS) > before);
        assertThat(failures()).containsExactly(SPEAKS);
    }

    @Test
    void tellsNothingOfAnOldGapToASessionThatWasIdleSince() throws Exception {
        // Given
        answers.countDown();
        TransformHost first = host();
        utterance(COMES_LATER);
        until("the first final", () -> finals(COMES_LATER) == 1);
        first.close();
        utterance(COMES_LATER);
        broker.deleteBefore(Topics.AUDIO_IN, PARTITION, endOfSound());
        TransformHost host = host();
        utterance(SPEAKS);
        until("a final after the gap", () -> finals(SPEAKS) == 1);

        Map<TopicPartition, Long> atFinal = host.lag();
        Broker.until("nothing waits", SOON, () -> host.lag() != atFinal && waiting(host) == 0);

        // When: a while later, nobody has a lane any more
        later = Duration.ofMinutes(11);
        Map<TopicPartition, Long> before = host.lag();
        Broker.until("a round went by", SOON, () -> host.lag() != before);
        utterance(SPEAKS);

        // Then
        until("another final", () -> finals(SPEAKS) == 2);
        assertThat(failures()).isEmpty();
    }

    private static long waiting(TransformHost host) {
        return host.lag().values().stream().mapToLong(Long::longValue).sum();
    }

    private TransformHost host() {
        TransformHost host =
                new TransformHost(
                        new Hearing(
                                HearingConfig.defaults(), () -> frame -> frame[0] != 0, engine()),
                        wire,
                        writer,
                        KafkaSettings.of(broker.client(), "a", folder.resolve("state")),
                        () -> Instant.now().plus(later),
                        new Room(1 << 20));
        hosts.add(host);
        host.start();
        Broker.until("hearing is ready", SOON, host::ready);
        return host;
    }

    /** 1.2 s of speech between 0.6 s of silence. */
    private void utterance(SessionId session) throws Exception {
        speak(session, 0, 10);
        speak(session, 1000, 20);
        speak(session, 0, 10);
    }

    /** Returns once the broker has it. */
    private void speak(SessionId session, int loudness, int records) throws Exception {
        List<Future<?>> written = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            long sequence = sequences.merge(session, 1L, Long::sum) - 1;
            written.add(writer.write(Topics.AUDIO_IN, SoundRecord.of(session, sequence, loudness)));
        }
        for (Future<?> each : written) {
            each.get();
        }
    }

    private long endOfSound() throws Exception {
        return broker.ends(List.of(Topics.AUDIO_IN)).entrySet().stream()
                .filter(each -> each.getKey().partition() == PARTITION)
                .findFirst()
                .orElseThrow()
                .getValue()
                .offset();
    }

    private void until(String what, BooleanSupplier so) {
        Broker.until(
                what,
                SOON,
                () -> {
                    reader.poll(Duration.ofMillis(10))
                            .forEach(
                                    record -> {
                                        Envelope<?> said = wire.decode(record);
                                        read.put(said.session() + " " + said.id(), said);
                                    });
                    return so.getAsBoolean();
                });
    }

    private int finals(SessionId session) {
        return (int)
                read.values().stream()
                        .filter(each -> each.session().equals(session))
                        .filter(each -> each.event() instanceof Speech.Final)
                        .count();
    }

    /** Whose sound was told as lost. */
    private List<SessionId> failures() {
        return read.values().stream()
                .filter(
                        each ->
                                each.event() instanceof Failure.StageFailed failed
                                        && failed.cause().equals("AudioLost"))
                .<SessionId>map(Envelope::session)
                .toList();
    }

    private SpeechRecognizer engine() {
        return new SpeechRecognizer() {
            @Override
            public Utterance begin() {
                return new Utterance() {
                    @Override
                    public @Nullable String accept(short[] samples) {
                        try {
                            answers.await();
                        } catch (InterruptedException e) {
                            throw new PassingFaultException("interrupted", e);
                        }
                        return null;
                    }

                    @Override
                    public Transcript finish() {
                        return new Transcript("sound", List.of(), 1);
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void close() {}
        };
    }
}
