package dev.parley.connectors.gateway.grpc.speech;

import com.google.protobuf.ByteString;
import dev.parley.connectors.gateway.grpc.Answer;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.grpc.v1.RecognizeEvent;
import dev.parley.schemas.grpc.v1.RecognizeRequest;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.hearing.HearingConfig;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import dev.parley.streams.stage.Transform;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One stream of sound, heard as {@code hearing} hears a session, but to the client and not to a
 * topic. Sound is heard 60 ms at a time, so that others come between, however much comes at once.
 */
final class Recognition implements AutoCloseable {
    private static final int RATE = 16_000;
    private static final int PIECE = RATE * 60 / 1000;
    private static final int SAMPLES_A_MILLI = RATE / 1000;

    /** A lane knows one session; nothing of it is told. */
    private static final SessionId NO_SESSION = SessionId.on(0, "none");

    private final GrpcConfig.Speech limits;
    private final Transform.Lane lane;
    private final Answer<RecognizeEvent> answer;
    private final long endSilenceMillis;
    private final Told told = new Told();
    private final short[] piece = new short[PIECE];
    private SoundCodec codec = new SoundCodec(null, RATE);
    private Resampler resampler = new Resampler(RATE, RATE);
    private Audio.@Nullable Detection detection;
    private int filled;
    private long samples;
    private long sequence;
    private @Nullable UtteranceId cut;

    Recognition(
            GrpcConfig.Speech limits,
            HearingConfig config,
            VoiceActivityDetector detector,
            SpeechRecognizer recognizer,
            Answer<RecognizeEvent> answer) {
        this.limits = limits;
        this.lane = new Hearing(config, detector, recognizer).open(NO_SESSION);
        this.endSilenceMillis = config.endSilence().toMillis();
        this.answer = answer;
    }

    /** Hears all that comes, and ends the answer. */
    void hear(Incoming<RecognizeRequest> incoming)
            throws InterruptedException,
                    TimeoutException,
                    WrongRequestException,
                    Incoming.QuietException {
        RecognizeRequest first = incoming.next(limits.idle());
        if (first == null || !first.hasBegin()) {
            throw new WrongRequestException("The first request must be 'begin'.");
        }
        begin(first.getBegin());
        RecognizeRequest request;
        while ((request = incoming.next(limits.idle())) != null) {
            switch (request.getRequestCase()) {
                case SOUND -> {
                    if (!take(request.getSound())) {
                        answer.fail(
                                GrpcStatus.RESOURCE_EXHAUSTED,
                                "A stream has at most %d s of sound. Begin another."
                                        .formatted(limits.sound().toSeconds()));
                        return;
                    }
                }
                case COMMITTED -> commit();
                case BEGIN, REQUEST_NOT_SET ->
                        throw new WrongRequestException(
                                "A stream begins once, and a request is never empty.");
            }
        }
        commit();
        answer.end();
    }

    private void begin(RecognizeRequest.Begin begin)
            throws InterruptedException, TimeoutException, WrongRequestException {
        codec = SoundCodec.of(begin.getFormat());
        resampler = new Resampler(codec.rate(), RATE);
        detection = begin.getManual() ? new Audio.Detection(true, null, null, null) : null;
        tell(
                RecognizeEvent.newBuilder()
                        .setBegun(RecognizeEvent.Begun.getDefaultInstance())
                        .build());
    }

    /**
     * @return false if it is more than a stream may have; what it may have was heard to its end
     */
    private boolean take(ByteString sound)
            throws InterruptedException, TimeoutException, WrongRequestException {
        short[] decoded = codec.decode(sound.toByteArray());
        int step = Math.max(1, codec.rate() / 10);
        for (int at = 0; at < decoded.length; at += step) {
            int end = Math.min(decoded.length, at + step);
            fill(resampler.accept(Arrays.copyOfRange(decoded, at, end)));
            if (millis() >= limits.sound().toMillis()) {
                commit();
                return false;
            }
        }
        return true;
    }

    private void commit() throws InterruptedException, TimeoutException {
        fill(resampler.flush());
        if (filled > 0) {
            hearPiece();
        }
        on(new Audio.Stalled(sequence++, millis(), true));
    }

    private void fill(short[] sound) throws InterruptedException, TimeoutException {
        int taken = 0;
        while (taken < sound.length) {
            int count = Math.min(PIECE - filled, sound.length - taken);
            System.arraycopy(sound, taken, piece, filled, count);
            filled += count;
            taken += count;
            if (filled == PIECE) {
                hearPiece();
            }
        }
    }

    private void hearPiece() throws InterruptedException, TimeoutException {
        byte[] pcm = Pcm.toBytes(Arrays.copyOf(piece, filled));
        Audio.Frames frames = new Audio.Frames(sequence++, millis(), Personal.of(pcm), detection);
        samples += filled;
        filled = 0;
        on(frames);
        Thread.yield();
    }

    private long millis() {
        return samples / SAMPLES_A_MILLI;
    }

    private void on(Audio sound) throws InterruptedException, TimeoutException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Instant now = Instant.now();
        Envelope<?> envelope =
                new Envelope<>(
                        EventId.of("stt", sequence),
                        NO_SESSION,
                        new Owner.Session(NO_SESSION),
                        new Times(now, now),
                        null,
                        sound);
        try {
            lane.on(new Transform.Delivery(Topics.AUDIO_IN, sequence, envelope), told);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        for (Event event : told.taken()) {
            if (event instanceof Speech speech) {
                tell(speech);
            }
        }
    }

    private void tell(Speech speech) throws InterruptedException, TimeoutException {
        RecognizeEvent.Builder event = RecognizeEvent.newBuilder();
        switch (speech) {
            case Speech.Started started -> {
                cut = null;
                event.getSpeechStartedBuilder()
                        .setUtterance(started.utterance().value())
                        .setStartMillis(started.startMillis());
                tell(event.build());
            }
            case Speech.Partial partial -> {
                event.getPartialBuilder()
                        .setUtterance(partial.utterance().value())
                        .setText(partial.text().orElse(""));
                tell(event.build());
            }
            case Speech.Final heard -> {
                event.setFinal(words(heard));
                tell(event.build());
                if (heard.cut()) {
                    cut = heard.utterance();
                } else {
                    tellEnd(heard.utterance(), heard.endMillis());
                }
            }
            case Speech.SilenceContinues silence -> {
                boolean over = silence.audioEnded() || silence.silenceMillis() >= endSilenceMillis;
                if (over && silence.utterance().equals(cut)) {
                    cut = null;
                    tellEnd(silence.utterance(), millis() - silence.silenceMillis());
                }
            }
        }
    }

    private void tellEnd(UtteranceId utterance, long endMillis)
            throws InterruptedException, TimeoutException {
        tell(
                RecognizeEvent.newBuilder()
                        .setSpeechEnded(
                                RecognizeEvent.SpeechEnded.newBuilder()
                                        .setUtterance(utterance.value())
                                        .setEndMillis(endMillis))
                        .build());
    }

    private static RecognizeEvent.Final words(Speech.Final heard) {
        RecognizeEvent.Final.Builder told =
                RecognizeEvent.Final.newBuilder()
                        .setUtterance(heard.utterance().value())
                        .setText(heard.text().orElse(""))
                        .setConfidence(heard.confidence())
                        .setStartMillis(heard.startMillis())
                        .setEndMillis(heard.endMillis())
                        .setCut(heard.cut());
        for (Speech.Word word : heard.words().orElse(List.of())) {
            told.addWords(
                    RecognizeEvent.Word.newBuilder()
                            .setText(word.text())
                            .setStartMillis(word.startMillis())
                            .setEndMillis(word.endMillis())
                            .setConfidence(word.confidence()));
        }
        return told.build();
    }

    private void tell(RecognizeEvent event) throws InterruptedException, TimeoutException {
        if (!answer.deliver(event, limits.idle())) {
            throw new InterruptedException();
        }
    }

    /** Gives the recogniser back. */
    @Override
    public void close() {
        lane.close();
    }

    /** Keeps what the lane says until it is through. */
    private static final class Told implements Transform.Emitter {
        private List<Event> events = new ArrayList<>();

        @Override
        public void emit(Topic topic, Event event) {
            events.add(event);
        }

        /** No record is ever lost on the way here. */
        @Override
        public void failed(String cause) {}

        @Override
        public int attempt() {
            return 0;
        }

        List<Event> taken() {
            List<Event> taken = events;
            events = new ArrayList<>();
            return taken;
        }
    }
}
