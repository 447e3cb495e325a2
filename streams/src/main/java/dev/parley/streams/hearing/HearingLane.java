package dev.parley.streams.hearing;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.stage.Transform;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Hears one session: cuts its sound into 20 ms frames, opens and closes utterances. */
final class HearingLane implements Transform.Lane {
    private static final int FRAME = VoiceActivityDetector.FRAME_SAMPLES;
    static final int FRAME_MILLIS = 20;

    /** Positions are told in whole milliseconds. */
    private static final long ROUNDING_MILLIS = 2;

    private static final int SAMPLES_A_MILLI = 16;

    private final HearingConfig config;
    private final VoiceActivityDetector.Ear ear;
    private final SpeechRecognizer recognizer;
    private final Deque<Frame> recent = new ArrayDeque<>();
    private Audio.@Nullable Detection chosen;
    private Manner manner;
    private short[] rest = new short[0];
    private long restFrom;
    private int onset;
    private @Nullable OpenUtterance open;
    private @Nullable Silence silence;
    private @Nullable Recalled recalled;
    private boolean missed;
    private boolean begun;

    /** How far sound was taken, in audio time; what comes again from before that is left out. */
    private long takenToMillis;

    /**
     * 20 ms of sound and the record that brought it.
     *
     * @param heldFrom the offset of the record that brought its first sample
     */
    private record Frame(short[] samples, long startMillis, Origin origin, long heldFrom) {}

    /** A record of {@code audio.in}: its offset, its sequence, and when the gateway took it in. */
    private record Origin(long offset, long sequence, Instant at) {}

    /** The silence after an utterance, as far as it was told. */
    private static final class Silence {
        private final UtteranceId after;
        private final long heldFrom;
        private final long speechEndMillis;
        private long toldMillis;

        Silence(UtteranceId after, long heldFrom, long speechEndMillis, long toldMillis) {
            this.after = after;
            this.heldFrom = heldFrom;
            this.speechEndMillis = speechEndMillis;
            this.toldMillis = toldMillis;
        }
    }

    HearingLane(HearingConfig config, VoiceActivityDetector.Ear ear, SpeechRecognizer recognizer) {
        this.config = config;
        this.ear = ear;
        this.recognizer = recognizer;
        this.manner = Manner.of(config, null);
    }

    @Override
    public void on(Transform.Delivery delivery, Transform.Emitter out) {
        Instant at = delivery.envelope().times().received();
        switch (delivery.event()) {
            case Audio.Frames frames -> {
                heed(frames.detection());
                hear(frames, origin(delivery, frames.sequence(), at), out);
            }
            case Audio.Cleared cleared ->
                    discard(cleared, origin(delivery, cleared.sequence(), at), out);
            case Audio.Stalled stalled ->
                    endOfSound(stalled, origin(delivery, stalled.sequence(), at), out);
            default -> throw new IllegalArgumentException("not sound that came in");
        }
    }

    private void heed(Audio.@Nullable Detection detection) {
        if (Objects.equals(detection, chosen)) {
            return;
        }
        chosen = detection;
        boolean wasManual = manner.manual();
        manner = Manner.of(config, detection);
        ear.onset(manner.onset());
        if (manner.manual() != wasManual) {
            onset = 0;
            recent.clear();
        }
    }

    private static Origin origin(Transform.Delivery delivery, long sequence, Instant at) {
        return new Origin(delivery.offset(), sequence, at);
    }

    /**
     * Sound is needed again from where the utterance at hand began; from the record that ended the
     * last one, while the silence after it is told; else from the pre-roll of the next one.
     */
    @Override
    public OptionalLong holdsFrom() {
        if (open != null) {
            return OptionalLong.of(open.heldFrom);
        }
        if (silence != null) {
            return OptionalLong.of(silence.heldFrom);
        }
        if (!recent.isEmpty()) {
            return OptionalLong.of(recent.getFirst().heldFrom);
        }
        return rest.length > 0 ? OptionalLong.of(restFrom) : OptionalLong.empty();
    }

    @Override
    public void close() {
        if (open != null) {
            open.utterance.close();
            open = null;
        }
        ear.close();
    }

    @Override
    public void recall(Envelope<?> said) {
        if (recalled == null) {
            recalled = new Recalled(config);
        }
        recalled.add(said);
    }

    @Override
    public void missed() {
        missed = true;
    }

    /** What an earlier owner heard to its end isn't heard again; its silence is told further. */
    private void goOn(long fromMillis, Origin origin) {
        begun = true;
        takenToMillis = fromMillis;
        Recalled before = recalled;
        if (before == null || before.last() == null) {
            return;
        }
        Speech.Final last = before.last();
        takenToMillis = Math.max(fromMillis, before.heardToMillis());
        if (!before.silenceIsOver()) {
            silence =
                    new Silence(
                            last.utterance(),
                            origin.offset,
                            last.endMillis(),
                            before.silenceToldMillis());
        }
    }

    private void hear(Audio.Frames frames, Origin origin, Transform.Emitter out) {
        reach(frames.startMillis(), origin, out);
        short[] samples = Pcm.toShorts(frames.pcm().orElse(new byte[0]));
        long before = takenToMillis - frames.startMillis();
        long from = frames.startMillis();
        if (before > ROUNDING_MILLIS) {
            int left = (int) Math.min(samples.length, before * SAMPLES_A_MILLI);
            samples = Arrays.copyOfRange(samples, left, samples.length);
            from = takenToMillis;
        }
        if (samples.length > 0) {
            takenToMillis = from + samples.length / SAMPLES_A_MILLI;
            listen(samples, from, origin, out);
        }
        flush(out);
    }

    /** What lies between the sound that was taken and that position is missing. */
    private void reach(long startMillis, Origin origin, Transform.Emitter out) {
        boolean lost = missed && startMillis > heardBefore() + ROUNDING_MILLIS;
        missed = false;
        if (!begun) {
            goOn(startMillis, origin);
        }
        long gap = startMillis - takenToMillis;
        if (gap > ROUNDING_MILLIS) {
            bridge(gap, origin, out);
        }
        if (lost) {
            out.failed("AudioLost");
        }
    }

    private long heardBefore() {
        if (begun) {
            return takenToMillis;
        }
        return recalled == null ? 0 : recalled.heardToMillis();
    }

    /** A short gap within an utterance is heard as silence, which ends it if it is long enough. */
    private void bridge(long gapMillis, Origin origin, Transform.Emitter out) {
        long from = takenToMillis;
        takenToMillis = from + gapMillis;
        long ends = manner.endSilence().toMillis() + FRAME_MILLIS;
        if (open != null && !manner.manual()) {
            int samples = (int) Math.min(gapMillis, ends) * SAMPLES_A_MILLI;
            listen(new short[samples], from, origin, out);
        }
        if (open == null || gapMillis > ends) {
            onset = 0;
            rest = new short[0];
            recent.clear();
        }
    }

    private void listen(short[] fresh, long fromMillis, Origin origin, Transform.Emitter out) {
        short[] samples = joined(rest, fresh);
        long startMillis = fromMillis - rest.length / SAMPLES_A_MILLI;
        int used = rest.length == 0 && recent.isEmpty() && open == null ? toGrid(startMillis) : 0;
        for (; used + FRAME <= samples.length; used += FRAME) {
            Frame frame =
                    new Frame(
                            Arrays.copyOfRange(samples, used, used + FRAME),
                            startMillis + used / SAMPLES_A_MILLI,
                            origin,
                            used < rest.length ? restFrom : origin.offset);
            hear(frame, ear.isSpeech(frame.samples), out);
        }
        if (used >= rest.length) {
            restFrom = origin.offset;
        }
        rest = Arrays.copyOfRange(samples, Math.min(used, samples.length), samples.length);
    }

    /**
     * How many samples to leave out so that frames begin at multiples of 20 ms of audio time: then
     * whoever begins to listen elsewhere cuts the same frames.
     */
    private static int toGrid(long startMillis) {
        return (int) Math.floorMod(-startMillis, (long) FRAME_MILLIS) * SAMPLES_A_MILLI;
    }

    private void hear(Frame frame, boolean speech, Transform.Emitter out) {
        remember(frame);
        onset = speech ? onset + 1 : 0;
        if (open == null) {
            if (manner.manual()) {
                onset = 1;
                begin(out);
            } else if (onset * FRAME_MILLIS >= config.onset().toMillis()) {
                begin(out);
            } else {
                tellSilence(frame.startMillis + FRAME_MILLIS, frame.origin.at, false, out);
            }
            return;
        }
        open.take(frame, speech || manner.manual());
        if (open.silentMillis() >= manner.endSilence().toMillis() && !wasOpen(frame)) {
            end(frame, false, out);
        } else if (open.lengthMillis() >= config.longestUtterance().toMillis()) {
            end(frame, true, out);
        }
    }

    /** An earlier owner, who heard more, knew that the utterance went on here. */
    private boolean wasOpen(Frame frame) {
        return open != null
                && open.recalled
                && recalled != null
                && recalled.reaches(frame.origin.offset);
    }

    private void remember(Frame frame) {
        recent.add(frame);
        long most = (manner.preRoll().toMillis() + config.onset().toMillis()) / FRAME_MILLIS;
        while (recent.size() > most) {
            recent.remove();
        }
    }

    private void begin(Transform.Emitter out) {
        Frame first = recent.getFirst();
        int before = recent.size() - onset;
        Frame firstSpeech = recent.stream().skip(Math.max(0, before)).findFirst().orElse(first);
        Speech.Started told = recalled == null ? null : recalled.openAt(firstSpeech.startMillis);
        UtteranceId id =
                told == null
                        ? new UtteranceId(
                                "u" + firstSpeech.origin.sequence + "-" + firstSpeech.startMillis)
                        : told.utterance();
        OpenUtterance opened =
                new OpenUtterance(
                        id,
                        recognizer.begin(),
                        first.startMillis,
                        first.heldFrom,
                        firstSpeech,
                        told != null);
        silence = null;
        open = opened;
        if (told == null) {
            out.emit(Topics.SPEECH, new Speech.Started(id, firstSpeech.startMillis));
        }
        int i = 0;
        for (Frame frame : recent) {
            opened.take(frame, i++ >= before);
        }
        recent.clear();
    }

    private void flush(Transform.Emitter out) {
        OpenUtterance heard = open;
        if (heard == null) {
            return;
        }
        String partial;
        try {
            partial = heard.recognize();
        } catch (RuntimeException fault) {
            open = null;
            abandon(heard, out);
            throw fault;
        }
        if (partial != null && !partial.isBlank()) {
            out.emit(
                    Topics.SPEECH,
                    new Speech.Partial(heard.id, Personal.of(partial), heard.speechEndMillis));
        }
    }

    private void end(Frame last, boolean cut, Transform.Emitter out) {
        OpenUtterance ended = open;
        if (ended == null) {
            return;
        }
        close(ended, last.origin, cut, out);
        recent.clear();
        tellSilence(last.startMillis + FRAME_MILLIS, last.origin.at, false, out);
    }

    private void endOfSound(Audio.Stalled stalled, Origin origin, Transform.Emitter out) {
        reach(stalled.startMillis(), origin, out);
        if (stalled.startMillis() < takenToMillis - ROUNDING_MILLIS) {
            return;
        }
        flush(out);
        if (manner.manual() && !stalled.committed()) {
            return;
        }
        if (open != null) {
            close(open, origin, false, out);
        }
        onset = 0;
        rest = new short[0];
        recent.clear();
        tellSilence(stalled.startMillis(), origin.at, true, out);
    }

    /** What was not committed is taken back; an utterance that was told to begin holds no words. */
    private void discard(Audio.Cleared cleared, Origin origin, Transform.Emitter out) {
        reach(cleared.startMillis(), origin, out);
        OpenUtterance taken = open;
        open = null;
        onset = 0;
        rest = new short[0];
        recent.clear();
        if (taken != null && manner.manual()) {
            taken.utterance.close();
        } else if (taken != null) {
            abandon(taken, out);
        }
    }

    /** What follows is silence, also after a cut, until speech is heard again. */
    private void close(OpenUtterance ended, Origin closedBy, boolean cut, Transform.Emitter out) {
        open = null;
        onset = 0;
        silence = new Silence(ended.id, closedBy.offset, ended.speechEndMillis, 0);
        SpeechRecognizer.Transcript transcript;
        try (SpeechRecognizer.Utterance utterance = ended.utterance) {
            ended.recognize();
            transcript = utterance.finish();
        } catch (RuntimeException fault) {
            abandon(ended, out);
            throw fault;
        }
        emitFinal(ended, transcript, closedBy, cut, out);
    }

    /** The utterance ends without words, so that its turn can end. */
    private void abandon(OpenUtterance failed, Transform.Emitter out) {
        onset = 0;
        silence = new Silence(failed.id, failed.lastOrigin.offset, failed.speechEndMillis, 0);
        failed.utterance.close();
        emitFinal(
                failed,
                new SpeechRecognizer.Transcript("", List.of(), 0),
                failed.lastOrigin,
                false,
                out);
    }

    private static void emitFinal(
            OpenUtterance ended,
            SpeechRecognizer.Transcript transcript,
            Origin closedBy,
            boolean cut,
            Transform.Emitter out) {
        List<Speech.Word> words =
                transcript.words().stream()
                        .map(
                                word ->
                                        new Speech.Word(
                                                word.text(),
                                                ended.soundStartMillis + word.startMillis(),
                                                ended.soundStartMillis + word.endMillis(),
                                                word.confidence()))
                        .toList();
        out.emit(
                Topics.SPEECH,
                new Speech.Final(
                        ended.id,
                        Personal.of(transcript.text()),
                        Personal.of(words),
                        transcript.confidence(),
                        ended.speechStartMillis,
                        ended.speechEndMillis,
                        closedBy.sequence,
                        ended.startedAt,
                        ended.endedAt,
                        closedBy.at,
                        cut));
    }

    private void tellSilence(
            long nowMillis, Instant at, boolean audioEnded, Transform.Emitter out) {
        Silence told = silence;
        if (told == null) {
            return;
        }
        long silent = Math.max(0, nowMillis - told.speechEndMillis);
        if (audioEnded || silent >= told.toldMillis + config.silenceStep().toMillis()) {
            told.toldMillis = silent;
            out.emit(
                    Topics.SPEECH, new Speech.SilenceContinues(told.after, silent, audioEnded, at));
        }
        if (audioEnded || silent >= manner.longestSilence().toMillis()) {
            silence = null;
        }
    }

    private static short[] joined(short[] first, short[] second) {
        if (first.length == 0) {
            return second;
        }
        short[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** An utterance that is being heard; sound waits here until the record at hand is through. */
    private static final class OpenUtterance {
        private final UtteranceId id;

        /** Whether an earlier owner said that it began. */
        private final boolean recalled;

        private final SpeechRecognizer.Utterance utterance;
        private final long soundStartMillis;
        private final long heldFrom;
        private final long speechStartMillis;
        private final Instant startedAt;
        private long speechEndMillis;
        private long endMillis;
        private Instant endedAt;
        private Origin lastOrigin;
        private short[] waiting = new short[0];

        OpenUtterance(
                UtteranceId id,
                SpeechRecognizer.Utterance utterance,
                long soundStartMillis,
                long heldFrom,
                Frame firstSpeech,
                boolean recalled) {
            this.id = id;
            this.recalled = recalled;
            this.utterance = utterance;
            this.soundStartMillis = soundStartMillis;
            this.heldFrom = heldFrom;
            this.speechStartMillis = firstSpeech.startMillis;
            this.speechEndMillis = firstSpeech.startMillis;
            this.endMillis = firstSpeech.startMillis;
            this.startedAt = firstSpeech.origin.at;
            this.endedAt = firstSpeech.origin.at;
            this.lastOrigin = firstSpeech.origin;
        }

        void take(Frame frame, boolean speech) {
            waiting = joined(waiting, frame.samples);
            endMillis = frame.startMillis + FRAME_MILLIS;
            lastOrigin = frame.origin;
            if (speech) {
                speechEndMillis = endMillis;
                endedAt = frame.origin.at;
            }
        }

        @Nullable String recognize() {
            if (waiting.length == 0) {
                return null;
            }
            short[] samples = waiting;
            waiting = new short[0];
            return utterance.accept(samples);
        }

        long silentMillis() {
            return endMillis - speechEndMillis;
        }

        long lengthMillis() {
            return endMillis - soundStartMillis;
        }
    }
}
