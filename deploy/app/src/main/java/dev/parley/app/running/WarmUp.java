package dev.parley.app.running;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import dev.parley.streams.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every engine and store once for what a first question would, while the stages start: what
 * they make when first asked (connections, scripts, classes) is there when somebody speaks.
 */
final class WarmUp {
    /** A start waits no longer for it. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final UserId NOBODY = new UserId("nobody");
    private static final int SILENCE_SAMPLES = 4_800;

    private static final Map<String, Map<String, String>> CALLS =
            Map.of(
                    "clock", Map.of("place", "tokyo"),
                    "calculator", Map.of("expression", "48 + 22"),
                    "units", Map.of("amount", "1", "from", "foot", "to", "meter"));

    private final Wiring wiring;

    private WarmUp(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Begins in a thread that ends by itself; what fails there will fail, and be told, in use. */
    static Thread begin(Wiring wiring) {
        return Thread.ofPlatform()
                .name("parley-warm-up")
                .daemon()
                .start(() -> new WarmUp(wiring).run());
    }

    private void run() {
        attempt("stores", wiring::stores);
        attempt("rate counter", this::count);
        attempt("tools", this::callTools);
        attempt("classifier", () -> wiring.classifier().classify("how late is it over there"));
        attempt("ears", this::listen);
        attempt("numbers", () -> wiring.verbalizer().verbalize("It is 12:34."));
    }

    private static void attempt(String what, Callable<?> first) {
        try {
            Object unused = first.call();
        } catch (Exception e) {
            log.info("{} can't be warmed up: {}", what, e.getClass().getName());
        }
    }

    /** A counter of its own, which expires. */
    private Object count() {
        return wiring.rateLimiter()
                .count(
                        new RateLimiter.Counted(
                                NOBODY, "warm-up", new CallId("warm-up-" + UUID.randomUUID())));
    }

    private Object callTools() throws Exception {
        Tool.Circumstances now =
                new Tool.Circumstances(
                        Instant.now(), ZoneOffset.UTC, NOBODY, new CallId("warm-up"));
        for (Map.Entry<String, Map<String, String>> call : CALLS.entrySet()) {
            var tool = wiring.tools().find(call.getKey());
            if (tool.isPresent()) {
                var unused = tool.get().call(call.getValue(), now);
            }
        }
        return List.of();
    }

    private Object listen() {
        try (VoiceActivityDetector.Ear ear = wiring.detector().open();
                SpeechRecognizer.Utterance utterance = wiring.recognizer().begin()) {
            boolean speech = ear.isSpeech(new short[VoiceActivityDetector.FRAME_SAMPLES]);
            var unused = utterance.accept(new short[SILENCE_SAMPLES]);
            return speech;
        }
    }
}
