package dev.parley.connectors.gateway.grpc.speech;

import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.gateway.TlsConfig;
import dev.parley.connectors.gateway.grpc.GrpcCalls;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.connectors.gateway.grpc.GrpcPort;
import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.hearing.HearingConfig;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Both services over engines that do as they are told. */
final class Engines implements AutoCloseable {
    static final String TOKEN = "one's";
    static final String OTHERS_TOKEN = "another's";
    static final String MONITORS_TOKEN = "a monitor's";

    final Vertx vertx = Vertx.vertx();
    final GrpcCalls client = new GrpcCalls(vertx);
    final Recognizer recognizer = new Recognizer();
    final Voice voice = new Voice();
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    volatile boolean ready = true;
    final SpeechServer stt;
    final SpeechServer tts;

    Engines() {
        this(limits());
    }

    Engines(GrpcConfig.Speech limits) {
        this(limits, StrangersConfig.defaults());
    }

    Engines(GrpcConfig.Speech limits, StrangersConfig strangers) {
        GrpcPort.Site site =
                new GrpcPort.Site(
                        "127.0.0.1",
                        TlsConfig.none(),
                        new Tokens(),
                        strangers,
                        () -> List.of(new Readiness.Check("users", ready, "")));
        GrpcConfig grpc = new GrpcConfig(0, 0, 0, 0, limits);
        stt =
                SpeechServer.recognition(
                        vertx, site, grpc, HearingConfig.defaults(), LoudIsSpeech::new, recognizer);
        tts = SpeechServer.synthesis(vertx, site, grpc, voice, text -> text.replace("7", "seven"));
    }

    static GrpcConfig.Speech limits() {
        return new GrpcConfig.Speech(3, 2, Duration.ofSeconds(60), Duration.ofSeconds(10), 400);
    }

    @Override
    public void close() {
        recognizer.stuck = false;
        stt.close();
        tts.close();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Sound that is speech, or that isn't. */
    static byte[] sound(boolean speech, int millis, int rate) {
        short[] samples = new short[millis * rate / 1000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (speech ? 8000 * Math.sin(i * 2 * Math.PI * 440 / rate) : 0);
        }
        return Pcm.toBytes(samples);
    }

    static void await(String what, BooleanSupplier so) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError(what + " within 10 s");
            }
            Thread.sleep(2);
        }
    }

    private final class Tokens implements Authenticator {
        @Override
        public Future<Optional<Caller>> authenticate(String token) {
            return Future.succeededFuture(
                    switch (token) {
                        case TOKEN -> caller("u1", Role.USER);
                        case OTHERS_TOKEN -> caller("u2", Role.USER);
                        case MONITORS_TOKEN -> caller("u3", Role.MONITOR);
                        default -> Optional.empty();
                    });
        }

        private static Optional<Caller> caller(String user, Role role) {
            return Optional.of(new Caller(new UserId(user), role, "t-" + user, null, false));
        }

        @Override
        public Future<Set<Caller>> lapsed(Collection<Caller> callers) {
            return Future.succeededFuture(
                    callers.stream()
                            .filter(caller -> revoked.contains(caller.user().value()))
                            .collect(Collectors.toSet()));
        }
    }

    private static final class LoudIsSpeech implements VoiceActivityDetector.Ear {
        @Override
        public boolean isSpeech(short[] frame) {
            for (short sample : frame) {
                if (Math.abs(sample) > 1000) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Understands how many milliseconds of sound it was given. */
    static final class Recognizer implements SpeechRecognizer {
        final AtomicInteger open = new AtomicInteger();
        final AtomicInteger patients = new AtomicInteger();
        volatile boolean stuck;
        volatile boolean broken;

        @Override
        public SpeechRecognizer patient() {
            patients.incrementAndGet();
            return this;
        }

        @Override
        public Utterance begin() {
            open.incrementAndGet();
            return new Utterance() {
                private int samples;
                private boolean closed;

                @Override
                public String accept(short[] more) {
                    if (broken) {
                        throw new IllegalStateException("broken");
                    }
                    while (stuck) {
                        Thread.onSpinWait();
                    }
                    samples += more.length;
                    return samples / 16 + " ms";
                }

                @Override
                public Transcript finish() {
                    return new Transcript(samples / 16 + " ms in all", List.of(), 0.5);
                }

                @Override
                public void close() {
                    if (!closed) {
                        closed = true;
                        open.decrementAndGet();
                    }
                }
            };
        }

        @Override
        public void close() {}
    }

    /** Makes pieces of 100 ms, as many as a phrase has words, or for ever if it says so. */
    static final class Voice implements SpeechSynthesizer {
        final List<String> spoken = new CopyOnWriteArrayList<>();
        final AtomicInteger speaking = new AtomicInteger();
        final AtomicInteger pieces = new AtomicInteger();

        @Override
        public void speak(String sentence, Sink sink) {
            spoken.add(sentence);
            speaking.incrementAndGet();
            try {
                short[] piece = new short[SAMPLE_RATE / 10];
                Arrays.fill(piece, (short) 500);
                int words = sentence.split(" ").length;
                for (int i = 0; sentence.contains("ever") || i < words; i++) {
                    pieces.incrementAndGet();
                    if (!sink.accept(piece)) {
                        return;
                    }
                }
            } finally {
                speaking.decrementAndGet();
            }
        }
    }
}
