package dev.parley.streams.hearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.stage.Transform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Speech is a loud sample here, silence a zero; the recogniser tells how much it was given. */
class HearingLaneTest {
    private static final SessionId SESSION = SessionId.on(0, "test1");
    private static final Instant T = Instant.parse("2026-11-22T10:00:00Z");
    private static final int A_MILLI = 16;

    private final Microphone microphone = new Microphone();
    private final Engine engine = new Engine();
    private Hearer hearer = new Hearer();

    @Test
    void hearsAnUtteranceWithItsPreRollAndTellsTheSilenceAfterIt() {
        // When
        speakAndPause(500, 1000, 1000);

        // Then
        Speech.Final utterance = hearer.only(Speech.Final.class);
        assertThat(hearer.only(Speech.Started.class).startMillis()).isEqualTo(500);
        assertThat(utterance.startMillis()).isEqualTo(500);
        assertThat(utterance.endMillis()).isEqualTo(1500);
        assertThat(utterance.cut()).isFalse();
        assertThat(utterance.startedAt()).isEqualTo(takenIn(500));
        assertThat(utterance.endedAt()).isEqualTo(takenIn(1480));
        assertThat(engine.heard.getFirst().length).isEqualTo((300 + 1000 + 360) * A_MILLI);
        assertThat(utterance.words().get())
                .containsExactly(new Speech.Word("sound", 200, 200 + 1660, 1));
        assertThat(hearer.all(Speech.SilenceContinues.class))
                .extracting(Speech.SilenceContinues::silenceMillis)
                .startsWith(360L, 420L, 480L)
                .endsWith(960L);
        assertThat(hearer.all(Speech.Partial.class)).isNotEmpty();
    }

    @Test
    void takesAShortSoundForANoise() {
        speakAndPause(500, 60, 1000);

        assertThat(hearer.events).isEmpty();
        assertThat(engine.heard).isEmpty();
    }

    @Test
    void endsTheUtteranceAtOnceWhenTheSoundEnds() {
        // When
        microphone.say(1000);
        hear();
        hearer.stall();

        // Then
        assertThat(hearer.only(Speech.Final.class).endMillis()).isEqualTo(1000);
        assertThat(hearer.only(Speech.SilenceContinues.class).audioEnded()).isTrue();
        assertThat(hearer.lane.holdsFrom()).isEmpty();
    }

    @Test
    void hearsTheSameWhateverTheLengthOfTheRecords() {
        // Given
        speakAndPause(500, 1000, 1000);
        List<Event> expected = finals();

        // When: 50 ms is two and a half frames
        for (int millis : new int[] {50, 7, 33, 100, 20}) {
            hearer = new Hearer();
            hear(millis);

            // Then
            assertThat(finals()).as("records of %d ms", millis).hasSameSizeAs(expected);
            Speech.Final one = (Speech.Final) expected.getFirst();
            Speech.Final other = hearer.only(Speech.Final.class);
            assertThat(other.startMillis()).isEqualTo(one.startMillis());
            assertThat(other.endMillis()).isEqualTo(one.endMillis());
        }
    }

    @Test
    void holdsWhatIsNeededToHearTheUtteranceAgain() {
        // Given
        microphone.silence(2000);
        microphone.say(1000);
        microphone.silence(4000);
        for (int millis : new int[] {60, 50}) {
            hearer = new Hearer();
            int onset = 2100 / millis;
            int speaking = 2500 / millis;

            // When
            hear(0, onset, millis);
            long before = hearer.lane.holdsFrom().orElseThrow();
            hear(onset, speaking, millis);
            long during = hearer.lane.holdsFrom().orElseThrow();
            hear(speaking, records(millis), millis);

            // Then
            assertThat(before).isBetween((2000L - 300 - 80) / millis - 1, 2000L / millis);
            assertThat(during).isEqualTo((2000 - 300) / millis);
            assertThat(hearer.lane.holdsFrom().orElseThrow())
                    .isGreaterThanOrEqualTo(records(millis) - 400 / millis - 1);
        }
    }

    @Test
    void hearsTheSameAgainFromWhereItHeld() {
        // Given
        microphone.silence(1010);
        microphone.say(1000);
        microphone.silence(800);
        microphone.say(500);
        microphone.silence(4000);
        for (int millis : new int[] {60, 50, 33}) {
            hearer = new Hearer();
            hear(millis);
            List<String> expected = hearer.idsAndEvents();
            assertThat(finals()).hasSize(2);

            // When: the process dies after any record, and another goes on where it held
            for (int died = 1; died < records(millis); died += 3) {
                hearer = new Hearer();
                hear(0, died, millis);
                List<String> all = hearer.idsAndEvents();
                int seen = hearer.heard - 1;
                long from = hearer.lane.holdsFrom().orElse(died);
                hearer = new Hearer();
                hear((int) Math.min(from, died), records(millis), millis);
                all.addAll(hearer.idsAndEventsAfter(seen));

                // Then
                assertThat(all).as("%d ms, died at %d", millis, died).isEqualTo(expected);
            }
        }
    }

    @Test
    void cutsTenMinutesOfSpeechIntoUtterancesThatShareNoSound() {
        // Given
        int total = 600_000;
        microphone.say(total);
        microphone.silence(1000);

        // When
        hear(60);

        // Then
        List<Speech.Final> finals = hearer.all(Speech.Final.class);
        assertThat(finals).hasSize(20);
        assertThat(finals.subList(0, 19)).allSatisfy(each -> assertThat(each.cut()).isTrue());
        assertThat(finals.getLast().endMillis()).isEqualTo(total);
        assertThat(finals).extracting(Speech.Final::utterance).doesNotHaveDuplicates();
        for (int i = 1; i < finals.size(); i++) {
            assertThat(finals.get(i).startMillis()).isEqualTo(finals.get(i - 1).endMillis());
        }
        assertThat(engine.heard.stream().mapToLong(samples -> samples.length).sum())
                .isEqualTo((long) total * A_MILLI);
    }

    @Test
    void tellsTheSilenceAlsoWhenSpeechEndsWhereItWasCut() {
        microphone.say(30_000);
        microphone.silence(1000);
        hear(60);

        assertThat(hearer.only(Speech.Final.class).cut()).isTrue();
        assertThat(hearer.all(Speech.SilenceContinues.class).getLast().silenceMillis())
                .isGreaterThan(900);
    }

    @Test
    void endsTheUtteranceWithoutWordsWhenTheEngineFails() {
        // Given
        microphone.say(500);
        hear();
        engine.broken = true;

        // When
        microphone.say(100);
        int next = hearer.heard;
        assertThatThrownBy(() -> hear(next, records(60), 60)).hasMessage("engine");

        // Then
        assertThat(hearer.only(Speech.Final.class).text().get()).isEmpty();
        engine.broken = false;
        microphone.silence(2000);
        hear(hearer.heard, records(60), 60);
        assertThat(hearer.all(Speech.SilenceContinues.class)).isNotEmpty();
        assertThat(engine.closed).isEqualTo(1);
    }

    private void speakAndPause(int before, int speech, int after) {
        microphone.silence(before);
        microphone.say(speech);
        microphone.silence(after);
        hear();
    }

    private void hear() {
        hear(60);
    }

    private void hear(int recordMillis) {
        hear(0, records(recordMillis), recordMillis);
    }

    private int records(int recordMillis) {
        return (microphone.millis() + recordMillis - 1) / recordMillis;
    }

    /** Records {@code from} (inclusive) to {@code to} of the sound, cut into that length. */
    private void hear(int from, int to, int recordMillis) {
        short[] all = microphone.samples();
        for (int i = from; i < to; i++) {
            int begin = i * recordMillis * A_MILLI;
            short[] piece =
                    Arrays.copyOfRange(
                            all, begin, Math.min(all.length, begin + recordMillis * A_MILLI));
            hearer.hear(
                    i,
                    new Audio.Frames(i, (long) i * recordMillis, Personal.of(Pcm.toBytes(piece))),
                    T.plusMillis((long) i * recordMillis));
        }
    }

    private static Instant takenIn(long audioMillis) {
        return T.plusMillis(audioMillis / 60 * 60);
    }

    private List<Event> finals() {
        return List.copyOf(hearer.all(Speech.Final.class));
    }

    /** A lane and what it said. */
    private final class Hearer {
        private final Transform.Lane lane =
                new Hearing(HearingConfig.defaults(), () -> frame -> frame[0] != 0, engine)
                        .open(SESSION);
        private final List<Event> events = new ArrayList<>();
        private final List<EventId> ids = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private int heard;

        void hear(int offset, Audio event, Instant at) {
            heard = offset + 1;
            EventId id = EventId.of("gateway", offset);
            Envelope<?> envelope =
                    new Envelope<>(
                            id,
                            SESSION,
                            new Owner.Session(SESSION),
                            new Times(at, at),
                            null,
                            event);
            int[] ordinal = new int[1];
            try {
                lane.on(
                        new Transform.Delivery(Topics.AUDIO_IN, offset, envelope),
                        new Transform.Emitter() {
                            @Override
                            public void emit(Topic topic, Event output) {
                                events.add(output);
                                ids.add(id.cause("hearing", ordinal[0]++));
                            }

                            @Override
                            public void failed(String cause) {
                                failures.add(cause);
                            }

                            @Override
                            public int attempt() {
                                return 1;
                            }
                        });
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        void stall() {
            hear(heard, new Audio.Stalled(heard, microphone.millis(), true), T);
        }

        <E> List<E> all(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        <E> E only(Class<E> type) {
            assertThat(all(type)).hasSize(1);
            return all(type).getFirst();
        }

        List<String> idsAndEvents() {
            return idsAndEventsAfter(-1);
        }

        /**
         * What a reader hears that has seen all that came of records up to that one. Finals with
         * what they hold, all else by id and kind.
         */
        List<String> idsAndEventsAfter(long record) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                if (ids.get(i).path().getFirst() <= record) {
                    continue;
                }
                Event event = events.get(i);
                all.add(
                        ids.get(i)
                                + " "
                                + (event instanceof Speech.Final f
                                        ? f + f.text().get() + f.words().get()
                                        : event));
            }
            return all;
        }
    }

    private static final class Microphone {
        private short[] samples = new short[0];

        void say(int millis) {
            add(millis, (short) 1000);
        }

        void silence(int millis) {
            add(millis, (short) 0);
        }

        private void add(int millis, short value) {
            int before = samples.length;
            samples = Arrays.copyOf(samples, before + millis * A_MILLI);
            Arrays.fill(samples, before, samples.length, value);
        }

        short[] samples() {
            return samples;
        }

        int millis() {
            return samples.length / A_MILLI;
        }
    }

    private static final class Engine implements SpeechRecognizer {
        private final List<short[]> heard = new ArrayList<>();
        private boolean broken;
        private int closed;

        @Override
        public Utterance begin() {
            return new Utterance() {
                private short[] all = new short[0];

                @Override
                public @Nullable String accept(short[] samples) {
                    if (broken) {
                        throw new IllegalStateException("engine");
                    }
                    int before = all.length;
                    all = Arrays.copyOf(all, before + samples.length);
                    System.arraycopy(samples, 0, all, before, samples.length);
                    return all.length + " samples";
                }

                @Override
                public Transcript finish() {
                    heard.add(all);
                    long millis = all.length / A_MILLI;
                    return new Transcript(
                            "sound of " + millis,
                            List.of(new Speech.Word("sound", 0, millis, 1)),
                            1);
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        @Override
        public void close() {}
    }
}
