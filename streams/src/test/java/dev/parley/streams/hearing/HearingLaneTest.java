package dev.parley.streams.hearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
import dev.parley.streams.stage.InMemoryTransform;
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
    private boolean slowDetector;
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
    void whatItSaysOfALaterConnectionIsNewerThanAllItSaidOfTheOneBefore() {
        // Given
        microphone.silence(500);
        microphone.say(1000);
        microphone.silence(1000);
        List<EventId> ids = new ArrayList<>();
        try (InMemoryTransform hearing =
                new InMemoryTransform(
                        new Hearing(HearingConfig.defaults(), hearer::ear, engine), SESSION)) {
            // When
            int record = 0;
            for (String connection : List.of("gateway-a-0", "gateway-b-0")) {
                for (int i = 0; i < records(60); i++, record++) {
                    Audio.Frames sound =
                            new Audio.Frames(record, record * 60L, Personal.of(piece(i, 60)));
                    hearing.on(
                                    Topics.AUDIO_IN,
                                    0,
                                    record,
                                    envelope(EventId.of(connection, i), sound, T))
                            .forEach(output -> ids.add(output.envelope().id()));
                }
            }
        }

        // Then
        assertThat(engine.heard).hasSize(2);
        assertThat(ids).doesNotHaveDuplicates().isSorted();
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
                Hearer dead = hearer;
                hearer = new Hearer();
                hearer.recall(dead);
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

    @Test
    void hearsNoUtteranceTwiceThatHasItsFinalThoughTheDetectorBeginsAnew() {
        // Given: two utterances, and a detector that hears nothing at first
        microphone.silence(1000);
        microphone.say(1000);
        microphone.silence(1500);
        microphone.say(1500);
        microphone.silence(4000);
        hear(60);
        List<Event> expected = finals();

        // When: the process dies after any record, and another goes on where it held
        for (int died = 1; died < records(60); died++) {
            hearer = new Hearer();
            hear(0, died, 60);
            Hearer dead = hearer;
            int from = (int) dead.lane.holdsFrom().orElse(died);
            slowDetector = true;
            hearer = new Hearer();
            slowDetector = false;
            hearer.recall(dead);
            hear(from, records(60), 60);

            // Then: as a reader sees it that drops what it has seen
            List<Event> seen = new ArrayList<>(dead.events);
            seen.addAll(hearer.eventsAfter(dead));
            assertThat(seen.stream().filter(Speech.Final.class::isInstance))
                    .as("died at %d", died)
                    .extracting(each -> ((Speech.Final) each).utterance())
                    .containsExactlyElementsOf(
                            expected.stream()
                                    .map(each -> ((Speech.Final) each).utterance())
                                    .toList());
            assertThat(seen.stream().filter(Speech.Started.class::isInstance))
                    .as("died at %d", died)
                    .hasSize(expected.size());
        }
    }

    @Test
    void leavesOutWhatAnotherGatewaySendsAgain() {
        // Given
        microphone.silence(500);
        microphone.say(1000);
        microphone.silence(2000);
        hear(0, 15, 60);

        // When: it goes on 300 ms earlier, in other pieces, under other sequences
        Hearer once = hearer;
        hear(12, records(50), 50);

        // Then
        assertThat(once.only(Speech.Final.class).startMillis()).isEqualTo(500);
        assertThat(once.only(Speech.Final.class).endMillis()).isEqualTo(1500);
        assertThat(engine.heard.getFirst().length).isEqualTo((300 + 1000 + 360) * A_MILLI);
    }

    @Test
    void dropsAnEndOfSoundThatComesAgain() {
        // Given
        microphone.say(1000);
        hear(0, 10, 60);

        // When: a stall at 300 ms is sent again
        hearer.hear(10, new Audio.Stalled(3, 300, true), T);

        // Then
        assertThat(hearer.all(Speech.Final.class)).isEmpty();
        hear(10, records(60), 60);
        hearer.stall();
        assertThat(hearer.only(Speech.Final.class).endMillis()).isEqualTo(1000);
    }

    @Test
    void takesAGapForSilence() {
        // Given: two seconds are missing in mid-utterance
        microphone.say(4800);
        hear(0, 20, 60);
        hear(60, 80, 60);
        hearer.stall();

        // Then
        assertThat(hearer.all(Speech.Final.class))
                .extracting(Speech.Final::startMillis, Speech.Final::endMillis)
                .containsExactly(tuple(0L, 1200L), tuple(3600L, 4800L));
        assertThat(hearer.failures).isEmpty();
    }

    @Test
    void saysThatSoundWasLostBeforeItWasHeard() {
        // Given
        microphone.say(4800);
        hear(0, 20, 60);

        // When
        hearer.lane.missed();
        hear(60, 80, 60);

        // Then
        assertThat(hearer.failures).containsExactly("AudioLost");
    }

    @Test
    void aSessionThatBeginsAfterTheGapLostNothing() {
        microphone.say(1000);
        hearer.lane.missed();
        hear();

        assertThat(hearer.failures).isEmpty();
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
        for (int i = from; i < to; i++) {
            hearer.hear(
                    i,
                    new Audio.Frames(
                            i, (long) i * recordMillis, Personal.of(piece(i, recordMillis))),
                    T.plusMillis((long) i * recordMillis));
        }
    }

    private byte[] piece(int record, int recordMillis) {
        short[] all = microphone.samples();
        int begin = record * recordMillis * A_MILLI;
        return Pcm.toBytes(
                Arrays.copyOfRange(
                        all, begin, Math.min(all.length, begin + recordMillis * A_MILLI)));
    }

    private static Envelope<?> envelope(EventId id, Event event, Instant at) {
        return new Envelope<>(
                id, SESSION, new Owner.Session(SESSION), new Times(at, at), null, event);
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
                new Hearing(HearingConfig.defaults(), this::ear, engine).open(SESSION);
        private final List<Event> events = new ArrayList<>();
        private final List<EventId> ids = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private int heard;

        private VoiceActivityDetector.Ear ear() {
            int[] deaf = {slowDetector ? 17 : 0};
            return frame -> deaf[0]-- <= 0 && frame[0] != 0;
        }

        /** What is above the ids that the other said. */
        List<Event> eventsAfter(Hearer other) {
            EventId[] mark = {other.ids.isEmpty() ? null : other.ids.getLast()};
            List<Event> after = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                if (mark[0] == null || ids.get(i).compareTo(mark[0]) > 0) {
                    after.add(events.get(i));
                }
            }
            return after;
        }

        void hear(int offset, Audio event, Instant at) {
            heard = offset + 1;
            EventId id = EventId.of("gateway", offset);
            Envelope<?> envelope = envelope(id, event, at);
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

        /** As the host does: the newest of each type, oldest first. */
        void recall(Hearer dead) {
            for (int i = 0; i < dead.ids.size(); i++) {
                Class<?> type = dead.events.get(i).getClass();
                boolean newest =
                        dead.events.stream().skip(i + 1L).noneMatch(each -> type.isInstance(each));
                if (newest) {
                    lane.recall(envelope(dead.ids.get(i), dead.events.get(i), T));
                }
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
