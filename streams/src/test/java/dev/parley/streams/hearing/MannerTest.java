package dev.parley.streams.hearing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.stage.InMemoryTransform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sound as the client wants it heard; 1000 is speech, 0 is silence. */
class MannerTest {
    private static final SessionId SESSION = SessionId.on(0, "test");
    private static final int RECORD_MILLIS = 60;
    private static final int A_MILLI = 16;
    private static final Audio.Detection PUSH_TO_TALK = new Audio.Detection(true, null, null, null);

    private final List<Double> onsets = new ArrayList<>();
    private final List<Integer> heardMillis = new ArrayList<>();
    private final List<Event> said = new ArrayList<>();
    private final InMemoryTransform hearing =
            new InMemoryTransform(
                    new Hearing(HearingConfig.defaults(), Ear::new, new Engine()), SESSION);
    private long records;
    private long millis;

    @AfterEach
    void close() {
        hearing.close();
    }

    @Test
    void allSoundOfPushToTalkIsOneUtteranceUntilItIsCommitted() throws Exception {
        // When
        sound(PUSH_TO_TALK, 0, 600);
        sound(PUSH_TO_TALK, 1000, 600);
        sound(PUSH_TO_TALK, 0, 1200);
        stall(false);
        sound(PUSH_TO_TALK, 1000, 600);
        List<Speech.Final> before = finals();
        stall(true);

        // Then
        assertThat(before).isEmpty();
        assertThat(finals())
                .singleElement()
                .satisfies(
                        utterance -> {
                            assertThat(utterance.startMillis()).isZero();
                            assertThat(utterance.endMillis()).isEqualTo(3000);
                        });
        assertThat(heardMillis).containsExactly(3000);
    }

    @Test
    void whatIsTakenBackFromPushToTalkIsNeverHeard() throws Exception {
        // When
        sound(PUSH_TO_TALK, 1000, 600);
        on(new Audio.Cleared(records++, millis));
        sound(PUSH_TO_TALK, 1000, 300);
        stall(true);

        // Then
        assertThat(finals())
                .singleElement()
                .satisfies(utterance -> assertThat(utterance.startMillis()).isEqualTo(600));
        assertThat(heardMillis).containsExactly(300);
    }

    @Test
    void anUtteranceThatIsTakenBackEndsWithoutWords() throws Exception {
        // When
        sound(null, 1000, 600);
        on(new Audio.Cleared(records++, millis));

        // Then
        assertThat(finals())
                .singleElement()
                .satisfies(utterance -> assertThat(utterance.text().get()).isEmpty());
    }

    @Test
    void anUtteranceEndsAfterTheSilenceThatTheClientChose() throws Exception {
        // Given
        Audio.Detection patient = new Audio.Detection(false, null, null, 900);

        // When
        sound(patient, 1000, 600);
        sound(patient, 0, 600);
        sound(patient, 1000, 600);
        sound(patient, 0, 840);
        List<Speech.Final> before = finals();
        sound(patient, 0, 120);

        // Then
        assertThat(before).isEmpty();
        assertThat(finals()).singleElement().extracting(Speech.Final::endMillis).isEqualTo(1800L);
    }

    @Test
    void silenceIsToldForAsLongAsTheClientWantsToWait() throws Exception {
        // Given
        Audio.Detection patient = new Audio.Detection(false, null, null, 5000);

        // When
        sound(patient, 1000, 600);
        sound(patient, 0, 6000);

        // Then
        assertThat(of(Speech.SilenceContinues.class))
                .extracting(Speech.SilenceContinues::silenceMillis)
                .anyMatch(silent -> silent >= 5000);
    }

    @Test
    void asMuchSoundBeforeSpeechBelongsToItAsTheClientChose() throws Exception {
        // Given
        Audio.Detection padded = new Audio.Detection(false, null, 900, null);

        // When
        sound(padded, 0, 1500);
        sound(padded, 1000, 600);
        sound(padded, 0, 600);

        // Then: 900 before, 600 of speech, 350 of silence in frames of 20
        assertThat(heardMillis).containsExactly(900 + 600 + 360);
    }

    @Test
    void theDetectorIsToldWhenTheThresholdChanges() throws Exception {
        // When
        sound(null, 0, 60);
        sound(new Audio.Detection(false, 0.8, null, null), 0, 120);
        sound(null, 0, 60);

        // Then
        assertThat(onsets).containsExactly(0.8, null);
    }

    private void sound(Audio.@Nullable Detection detection, int loudness, int length)
            throws Exception {
        for (int i = 0; i < length / RECORD_MILLIS; i++) {
            short[] samples = new short[RECORD_MILLIS * A_MILLI];
            Arrays.fill(samples, (short) loudness);
            on(new Audio.Frames(records++, millis, Personal.of(Pcm.toBytes(samples)), detection));
            millis += RECORD_MILLIS;
        }
    }

    private void stall(boolean committed) throws Exception {
        on(new Audio.Stalled(records++, millis, committed));
    }

    private void on(Audio sound) throws Exception {
        long offset = records;
        Instant at = Instant.EPOCH.plusMillis(millis);
        Envelope<?> envelope =
                new Envelope<>(
                        EventId.of("gateway", offset),
                        SESSION,
                        new Owner.Session(SESSION),
                        new Times(at, at),
                        null,
                        sound);
        hearing.on(Topics.AUDIO_IN, 0, offset, envelope)
                .forEach(output -> said.add(output.envelope().event()));
    }

    private List<Speech.Final> finals() {
        return of(Speech.Final.class);
    }

    private <E> List<E> of(Class<E> type) {
        return said.stream()
                .flatMap(e -> Stream.of(e).filter(type::isInstance).map(type::cast))
                .toList();
    }

    private final class Ear implements VoiceActivityDetector.Ear {
        @Override
        public void onset(@Nullable Double probability) {
            onsets.add(probability);
        }

        @Override
        public boolean isSpeech(short[] frame) {
            return frame[0] != 0;
        }
    }

    private final class Engine implements SpeechRecognizer {
        @Override
        public Utterance begin() {
            return new Utterance() {
                private int samples;

                @Override
                public @Nullable String accept(short[] more) {
                    samples += more.length;
                    return null;
                }

                @Override
                public Transcript finish() {
                    heardMillis.add(samples / A_MILLI);
                    return new Transcript("words", List.of(), 1);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
