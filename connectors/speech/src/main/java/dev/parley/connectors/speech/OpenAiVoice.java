package dev.parley.connectors.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.streams.audio.WavFormatException;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A voice behind OpenAI's {@code POST /v1/audio/speech}
 * (platform.openai.com/docs/api-reference/audio/createSpeech), which many servers speak. It asks
 * for {@code pcm} (24 kHz, 16 bits, little-endian, mono) and takes WAV as well, whatever its rate;
 * the sound is given on while it comes. The key goes nowhere else, and into no message.
 */
public final class OpenAiVoice implements SpeechSynthesizer {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Ten minutes of speech. */
    private static final long MAX_BYTES = 10L * 60 * 2 * 48_000;

    /** However steadily a server drips, a sentence is over by then. */
    private static final Duration LONGEST_SENTENCE = Duration.ofMinutes(2);

    private static final Set<String> HEADERLESS =
            Set.of("audio/pcm", "audio/x-pcm", "audio/raw", "application/octet-stream");
    private static final Pattern RATE = Pattern.compile("rate=(\\d{4,6})");

    private final Endpoint endpoint;
    private final URI address;
    private final HttpClient http;

    /**
     * Where the server is, and how it is to speak.
     *
     * @param server up to the version: {@code https://api.openai.com/v1}
     * @param key sent as a bearer token; null for a server that wants none
     * @param model such as {@code tts-1}
     * @param voice such as {@code alloy}
     * @param patience with the server's first sound, and with each next
     */
    public record Endpoint(
            URI server, @Nullable String key, String model, String voice, Duration patience) {
        public Endpoint {
            if (!"http".equals(server.getScheme()) && !"https".equals(server.getScheme())) {
                throw new IllegalArgumentException("no http or https address: " + server);
            }
            if (model.isBlank() || voice.isBlank()) {
                throw new IllegalArgumentException("a model and a voice must be named");
            }
            if (key != null && !key.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new IllegalArgumentException("the key holds what no header can");
            }
            if (!patience.isPositive()) {
                throw new IllegalArgumentException("patience must be positive: " + patience);
            }
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Endpoint[" + server + ", " + model + ", " + voice + "]";
        }
    }

    public OpenAiVoice(Endpoint endpoint) {
        this.endpoint = endpoint;
        String base = endpoint.server().toString();
        this.address = URI.create((base.endsWith("/") ? base : base + "/") + "audio/speech");
        this.http = SpeechServer.client(endpoint.patience());
    }

    /**
     * As the port says; if the calling thread is interrupted, the request is dropped, nothing more
     * is given, and the thread stays interrupted.
     *
     * @throws IllegalStateException if the server refuses the request (status 4xx) or never comes
     *     to an end, which asking again won't cure
     */
    @Override
    public void speak(String sentence, Sink sink) {
        String text = SpeakableText.of(sentence);
        if (text.isEmpty()) {
            return;
        }
        try (Incoming body = ask(text)) {
            StreamedSound sound = new StreamedSound(body.headerlessRate);
            byte[] bytes;
            while ((bytes = body.next()) != null) {
                short[] samples = sound.accept(bytes);
                if (samples.length > 0 && !sink.accept(samples)) {
                    return;
                }
            }
            short[] rest = sound.end();
            if (rest.length > 0) {
                sink.accept(rest);
            }
        } catch (WavFormatException e) {
            throw new PassingFaultException("the speech server's answer is no sound", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Incoming ask(String text) throws InterruptedException {
        CompletableFuture<HttpResponse<@Nullable Incoming>> asked =
                http.sendAsync(request(text), OpenAiVoice::body);
        boolean answered = false;
        try {
            HttpResponse<@Nullable Incoming> response =
                    SpeechServer.answer(asked, endpoint.patience());
            Incoming body = response.body();
            if (body == null) {
                throw refused(response.statusCode());
            }
            answered = true;
            body.patience = endpoint.patience();
            return body;
        } finally {
            if (!answered) {
                asked.cancel(true);
            }
        }
    }

    private HttpRequest request(String text) {
        ObjectNode wanted = JSON.createObjectNode();
        wanted.put("model", endpoint.model());
        wanted.put("voice", endpoint.voice());
        wanted.put("input", text);
        wanted.put("response_format", "pcm");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(endpoint.patience())
                        .header("Content-Type", "application/json")
                        .header("Accept", "audio/pcm, audio/wav")
                        .POST(BodyPublishers.ofString(wanted.toString()));
        String key = endpoint.key();
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return request.build();
    }

    private static RuntimeException refused(int status) {
        if (status == 401 || status == 403) {
            return new IllegalStateException("the speech server refuses the key: status " + status);
        }
        return SpeechServer.failure(status);
    }

    private static HttpResponse.BodySubscriber<@Nullable Incoming> body(
            HttpResponse.ResponseInfo answer) {
        if (answer.statusCode() != 200) {
            return BodySubscribers.replacing(null);
        }
        String type =
                answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        String kind = type.split(";", 2)[0].strip();
        int headerlessRate = 0;
        if (HEADERLESS.contains(kind)) {
            Matcher rate = RATE.matcher(type);
            headerlessRate = rate.find() ? Integer.parseInt(rate.group(1)) : SAMPLE_RATE;
        }
        return new Incoming(headerlessRate);
    }

    /** A body on its way: at most one buffer is asked for ahead of what was taken. */
    private static final class Incoming
            implements HttpResponse.BodySubscriber<@Nullable Incoming>, AutoCloseable {
        private sealed interface Part {
            record Bytes(byte[] bytes) implements Part {}

            record End() implements Part {}

            record Cut(Throwable cause) implements Part {}
        }

        private final int headerlessRate;
        private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
        private final AtomicReference<Flow.@Nullable Subscription> subscription =
                new AtomicReference<>();
        private volatile boolean closed;
        private final long end = System.nanoTime() + LONGEST_SENTENCE.toNanos();
        private Duration patience = LONGEST_SENTENCE;
        private long taken;

        Incoming(int headerlessRate) {
            this.headerlessRate = headerlessRate;
        }

        /** There before its first byte. */
        @Override
        public CompletionStage<@Nullable Incoming> getBody() {
            return CompletableFuture.completedStage(this);
        }

        /**
         * @return null at the end
         */
        byte @Nullable [] next() throws InterruptedException {
            long wait = Math.min(patience.toNanos(), end - System.nanoTime());
            switch (parts.poll(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
                case null -> throw new PassingFaultException("the speech server took too long");
                case Part.Bytes(byte[] bytes) -> {
                    taken += bytes.length;
                    if (taken > MAX_BYTES) {
                        throw new IllegalStateException("the speech server doesn't come to an end");
                    }
                    Objects.requireNonNull(subscription.get()).request(1);
                    return bytes;
                }
                case Part.End() -> {
                    return null;
                }
                case Part.Cut(Throwable cause) ->
                        throw new PassingFaultException(
                                "the speech server's answer was cut: "
                                        + cause.getClass().getSimpleName());
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription.set(subscribed);
            if (closed) {
                subscribed.cancel();
            } else {
                subscribed.request(1);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            byte[] bytes = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
            int at = 0;
            for (ByteBuffer buffer : buffers) {
                int length = buffer.remaining();
                buffer.get(bytes, at, length);
                at += length;
            }
            parts.add(new Part.Bytes(bytes));
        }

        @Override
        public void onError(Throwable cause) {
            parts.add(new Part.Cut(cause));
        }

        @Override
        public void onComplete() {
            parts.add(new Part.End());
        }

        /** Drops what hasn't come yet, and with it the connection. */
        @Override
        public void close() {
            closed = true;
            Flow.Subscription known = subscription.get();
            if (known != null) {
                known.cancel();
            }
        }
    }
}
