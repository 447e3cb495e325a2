package dev.parley.streams.hearing;

import dev.parley.schemas.event.Audio;
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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Hears one session: cuts its sound into 20 ms frames, opens and closes utterances. */
final class HearingLane implements Transform.Lane {
    private static final int FRAME = VoiceActivityDetector.FRAME_SAMPLES;
    private static final int FRAME_MILLIS = 20;

    private final HearingConfig config;
    private final VoiceActivityDetector.Ear ear;
    private final SpeechRecognizer recognizer;
    private final Deque<Frame> recent = new ArrayDeque<>();
    private short[] rest = new short[0];
    private int onset;
    private @Nullable OpenUtterance open;
    private @Nullable Silence silence;

    /** 20 ms of sound and the record that brought it. */
    private record Frame(short[] samples, long startMillis, Origin origin) {}

    /** A record of {@code audio.in}: its offset, its sequence, and when the gateway took it in. */
    private record Origin(long offset, long sequence, Instant at) {}

    /** The silence after an utterance, as far as it was told. */
    private static final class Silence {
        private final UtteranceId after;
        private final long heldFrom;
        private final long speechEndMillis;
        private long toldMillis;

        Silence(UtteranceId after, long heldFrom, long speechEndMillis) {
            this.after = after;
            this.heldFrom = heldFrom;
            this.speechEndMillis = speechEndMillis;
        }
    }

    HearingLane(HearingConfig config, VoiceActivityDetector.Ear ear, SpeechRecognizer recognizer) {
        this.config = config;
        this.ear = ear;
        this.recognizer = recognizer;
    }

    @Override
    public void on(Transform.Delivery delivery, Transform.Emitter out) {
        Instant at = delivery.envelope().times().received();
        switch (delivery.event()) {
            case Audio.Frames frames ->
                    hear(frames, new Origin(delivery.offset(), frames.sequence(), at), out);
            case Audio.Stalled stalled ->
                    endOfSound(stalled, new Origin(delivery.offset(), stalled.sequence(), at), out);
            default -> throw new IllegalArgumentException("not sound that came in");
        }
    }

    @Override
    public OptionalLong holdsFrom() {
        if (open != null) {
            return OptionalLong.of(open.heldFrom);
        }
        return silence == null ? OptionalLong.empty() : OptionalLong.of(silence.heldFrom);
    }

    @Override
    public void close() {
        if (open != null) {
            open.utterance.close();
            open = null;
        }
        ear.close();
    }

    private void hear(Audio.Frames frames, Origin origin, Transform.Emitter out) {
        short[] samples = joined(rest, Pcm.toShorts(frames.pcm().orElse(new byte[0])));
        long startMillis = frames.startMillis() - rest.length * 1000L / 16_000;
        int used = 0;
        for (; used + FRAME <= samples.length; used += FRAME) {
            Frame frame =
                    new Frame(
                            Arrays.copyOfRange(samples, used, used + FRAME),
                            startMillis + used / FRAME * FRAME_MILLIS,
                            origin);
            hear(frame, ear.isSpeech(frame.samples), out);
        }
        rest = Arrays.copyOfRange(samples, used, samples.length);
        flush(out);
    }

    private void hear(Frame frame, boolean speech, Transform.Emitter out) {
        remember(frame);
        onset = speech ? onset + 1 : 0;
        if (open == null) {
            if (onset * FRAME_MILLIS >= config.onset().toMillis()) {
                begin(out);
            } else {
                tellSilence(frame.startMillis + FRAME_MILLIS, frame.origin.at, false, out);
            }
            return;
        }
        open.take(frame, speech);
        if (open.silentMillis() >= config.endSilence().toMillis()) {
            end(frame, false, out);
        } else if (open.lengthMillis() >= config.longestUtterance().toMillis()) {
            end(frame, true, out);
        }
    }

    private void remember(Frame frame) {
        recent.add(frame);
        long most = (config.preRoll().toMillis() + config.onset().toMillis()) / FRAME_MILLIS;
        while (recent.size() > most) {
            recent.remove();
        }
    }

    private void begin(Transform.Emitter out) {
        Frame first = recent.getFirst();
        int before = recent.size() - onset;
        Frame firstSpeech = recent.stream().skip(Math.max(0, before)).findFirst().orElse(first);
        UtteranceId id =
                new UtteranceId("u" + firstSpeech.origin.sequence + "-" + firstSpeech.startMillis);
        OpenUtterance begun =
                new OpenUtterance(
                        id,
                        recognizer.begin(),
                        first.startMillis,
                        first.origin.offset,
                        firstSpeech);
        silence = null;
        open = begun;
        out.emit(Topics.SPEECH, new Speech.Started(id, firstSpeech.startMillis));
        int i = 0;
        for (Frame frame : recent) {
            begun.take(frame, i++ >= before);
        }
        recent.clear();
    }

    private void flush(Transform.Emitter out) {
        if (open != null) {
            String partial = open.recognize();
            if (partial != null && !partial.isBlank()) {
                out.emit(Topics.SPEECH, new Speech.Partial(open.id, Personal.of(partial)));
            }
        }
    }

    private void end(Frame last, boolean cut, Transform.Emitter out) {
        OpenUtterance ended = open;
        if (ended == null) {
            return;
        }
        open = null;
        onset = 0;
        emitFinal(ended, last.origin, cut, out);
        if (!cut) {
            silence = new Silence(ended.id, ended.heldFrom, ended.speechEndMillis);
            tellSilence(last.startMillis + FRAME_MILLIS, last.origin.at, false, out);
        }
    }

    private void endOfSound(Audio.Stalled stalled, Origin origin, Transform.Emitter out) {
        flush(out);
        if (open != null) {
            OpenUtterance ended = open;
            open = null;
            emitFinal(ended, origin, false, out);
            silence = new Silence(ended.id, ended.heldFrom, ended.speechEndMillis);
        }
        onset = 0;
        rest = new short[0];
        recent.clear();
        tellSilence(stalled.startMillis(), origin.at, true, out);
    }

    private static void emitFinal(
            OpenUtterance ended, Origin closedBy, boolean cut, Transform.Emitter out) {
        ended.recognize();
        try (SpeechRecognizer.Utterance utterance = ended.utterance) {
            SpeechRecognizer.Transcript transcript = utterance.finish();
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
        if (audioEnded || silent >= config.longestSilence().toMillis()) {
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
        private final SpeechRecognizer.Utterance utterance;
        private final long soundStartMillis;
        private final long heldFrom;
        private final long speechStartMillis;
        private final Instant startedAt;
        private long speechEndMillis;
        private long endMillis;
        private Instant endedAt;
        private short[] waiting = new short[0];

        OpenUtterance(
                UtteranceId id,
                SpeechRecognizer.Utterance utterance,
                long soundStartMillis,
                long heldFrom,
                Frame firstSpeech) {
            this.id = id;
            this.utterance = utterance;
            this.soundStartMillis = soundStartMillis;
            this.heldFrom = heldFrom;
            this.speechStartMillis = firstSpeech.startMillis;
            this.speechEndMillis = firstSpeech.startMillis;
            this.endMillis = firstSpeech.startMillis;
            this.startedAt = firstSpeech.origin.at;
            this.endedAt = firstSpeech.origin.at;
        }

        void take(Frame frame, boolean speech) {
            waiting = joined(waiting, frame.samples);
            endMillis = frame.startMillis + FRAME_MILLIS;
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
