package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.hearing.HearingConfig;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills {@code hearing} on a real broker; speech is a loud sample here, silence a zero. */
class HearingTakeoverIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final SessionId SESSION = SessionId.on(1, "speaks");

    @TempDir private Path folder;

    private final Wire wire = new Wire(new EphemeralKeys());
    private final List<TransformHost> hosts = new ArrayList<>();
    private final List<Envelope<?>> read = new ArrayList<>();
    private final Queue<Integer> heard = new ConcurrentLinkedQueue<>();
    private Broker broker;
    private EventWriter writer;
    private Consumer<byte[], byte[]> reader;
    private long sequence;

    @BeforeEach
    void begin() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        writer = new EventWriter(wire, broker.client());
        reader = broker.reader(List.of(Topics.SPEECH));
    }

    @AfterEach
    void end() {
        hosts.forEach(TransformHost::crash);
        writer.close();
        reader.close();
        broker.close();
    }

    @Test
    void hearsAnOpenUtteranceAgainFromItsBeginningAndNothingThatHasItsFinal() throws Exception {
        // Given: an utterance with its final, right after which the process dies
        TransformHost first = host();
        speak(0, 10);
        speak(1000, 20);
        speak(0, 10);
        until("the first final", () -> finals().size() == 1);
        first.crash();

        // When: the next one dies in mid-utterance
        TransformHost second = host();
        speak(1000, 20);
        until("the second began", () -> last() instanceof Speech.Partial);
        second.crash();
        host();
        speak(1000, 5);
        speak(0, 60);

        // Then
        until("the second final", () -> finals().size() == 2);
        until("the end of the silence", () -> silence() >= 3000);
        assertThat(finals()).hasSize(2);
        assertThat(events(Speech.Started.class))
                .extracting(Speech.Started::startMillis)
                .containsExactly(600L, 2400L);
        assertThat(finals()).extracting(Speech.Final::endMillis).containsExactly(1800L, 3900L);
        assertThat(heard).containsExactly((300 + 1200 + 360) * 16, (240 + 1500 + 360) * 16);
    }

    private TransformHost host() {
        TransformHost host =
                new TransformHost(
                        new Hearing(
                                HearingConfig.defaults(), () -> frame -> frame[0] != 0, engine()),
                        wire,
                        writer,
                        KafkaSettings.of(broker.client(), "a", folder.resolve("state")),
                        Clock.systemUTC());
        hosts.add(host);
        host.start();
        Broker.until("hearing is ready", SOON, host::ready);
        return host;
    }

    private void speak(int loudness, int records) throws Exception {
        for (int i = 0; i < records; i++) {
            writer.write(Topics.AUDIO_IN, SoundRecord.of(SESSION, sequence++, loudness)).get();
        }
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
                                        if (read.isEmpty()
                                                || said.id().compareTo(read.getLast().id()) > 0) {
                                            read.add(said);
                                        }
                                    });
                    return so.getAsBoolean();
                });
    }

    private Object last() {
        return read.getLast().event();
    }

    private long silence() {
        return last() instanceof Speech.SilenceContinues silence ? silence.silenceMillis() : 0;
    }

    private List<Speech.Final> finals() {
        return events(Speech.Final.class);
    }

    private <E> List<E> events(Class<E> type) {
        return read.stream().map(Envelope::event).filter(type::isInstance).map(type::cast).toList();
    }

    private SpeechRecognizer engine() {
        return new SpeechRecognizer() {
            @Override
            public Utterance begin() {
                return new Utterance() {
                    private int length;

                    @Override
                    public @Nullable String accept(short[] samples) {
                        length += samples.length;
                        return length + " samples";
                    }

                    @Override
                    public Transcript finish() {
                        heard.add(length);
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
