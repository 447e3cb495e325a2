package dev.parley.connectors.gateway.grpc.speech;

import com.google.protobuf.ByteString;
import dev.parley.connectors.gateway.grpc.Answer;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.schemas.grpc.v1.SoundFormat;
import dev.parley.schemas.grpc.v1.SpeakEvent;
import dev.parley.schemas.grpc.v1.SpeakRequest;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One text, spoken to a client phrase by phrase. */
final class Speaking {
    private final GrpcConfig.Speech limits;
    private final SpeechSynthesizer synthesizer;
    private final Verbalizer verbalizer;
    private final Answer<SpeakEvent> answer;
    private SoundCodec codec = new SoundCodec(null, SpeechSynthesizer.SAMPLE_RATE);
    private Resampler resampler = new Resampler(1, 1);
    private long samples;
    private boolean tooMuch;
    private @Nullable TimeoutException slow;

    Speaking(
            GrpcConfig.Speech limits,
            SpeechSynthesizer synthesizer,
            Verbalizer verbalizer,
            Answer<SpeakEvent> answer) {
        this.limits = limits;
        this.synthesizer = synthesizer;
        this.verbalizer = verbalizer;
        this.answer = answer;
    }

    /** Speaks it all, and ends the answer. */
    void speak(SpeakRequest request)
            throws InterruptedException, TimeoutException, WrongRequestException {
        String text = request.getText();
        if (text.isBlank() || text.length() > limits.textCharacters()) {
            throw new WrongRequestException(
                    "The text must have 1 to %d characters, not blank."
                            .formatted(limits.textCharacters()));
        }
        begin(request.getFormat());
        List<String> phrases = Phrases.of(text);
        for (int i = 0; i < phrases.size() && !tooMuch; i++) {
            speak(i, phrases.get(i));
        }
        sound(resampler.flush());
        if (tooMuch) {
            answer.fail(
                    GrpcStatus.RESOURCE_EXHAUSTED,
                    "A call has at most %d s of sound.".formatted(limits.sound().toSeconds()));
            return;
        }
        deliver(
                SpeakEvent.newBuilder()
                        .setDone(SpeakEvent.Done.newBuilder().setMillis(millis()))
                        .build());
        answer.end();
    }

    private void begin(SoundFormat format) throws WrongRequestException {
        codec = SoundCodec.of(format);
        resampler = new Resampler(SpeechSynthesizer.SAMPLE_RATE, codec.rate());
    }

    private void speak(int index, String phrase) throws InterruptedException, TimeoutException {
        deliver(
                SpeakEvent.newBuilder()
                        .setSentence(
                                SpeakEvent.Sentence.newBuilder()
                                        .setIndex(index)
                                        .setText(phrase)
                                        .setStartMillis(millis()))
                        .build());
        synthesizer.speak(verbalizer.verbalize(phrase), this::take);
        if (slow != null) {
            throw slow;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private boolean take(short[] made) {
        try {
            sound(resampler.accept(made));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException e) {
            slow = e;
            return false;
        }
        tooMuch = millis() >= limits.sound().toMillis();
        return !tooMuch;
    }

    private void sound(short[] made) throws InterruptedException, TimeoutException {
        if (made.length > 0) {
            samples += made.length;
            deliver(
                    SpeakEvent.newBuilder()
                            .setSound(ByteString.copyFrom(codec.encode(made)))
                            .build());
        }
    }

    private long millis() {
        return samples * 1000 / codec.rate();
    }

    private void deliver(SpeakEvent event) throws InterruptedException, TimeoutException {
        if (!answer.deliver(event, limits.idle())) {
            throw new InterruptedException();
        }
    }
}
