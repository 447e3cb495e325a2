package dev.parley.connectors.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.stage.PassingFaultException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A recogniser behind OpenAI's {@code POST /v1/audio/transcriptions}
 * (platform.openai.com/docs/api-reference/audio/createTranscription), which many Whisper servers
 * speak. An utterance is sent as one WAV file when it ends, so there is nothing to tell before. The
 * answer's text is brought into the form of {@link WrittenSpeech}; of times and confidences the
 * server tells nothing: words are laid over the utterance by their length, each as sure as {@link
 * #UNTOLD_CONFIDENCE}. The key goes nowhere else, and into no message. Safe for use by many
 * threads.
 */
public final class OpenAiRecognizer implements SpeechRecognizer {
    /** Of a word whose engine doesn't say how sure it is. */
    static final double UNTOLD_CONFIDENCE = 0.75;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SAMPLE_RATE = 16_000;
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final Endpoint endpoint;
    private final URI address;
    private final HttpClient http;
    private final WrittenSpeech written = new WrittenSpeech();
    private volatile boolean closed;

    /**
     * Where the server is, and how it is to hear.
     *
     * @param server up to the version: {@code https://api.openai.com/v1}
     * @param key sent as a bearer token; null for a server that wants none
     * @param model such as {@code whisper-1}
     * @param language that is spoken (ISO 639-1); null to leave it to the server
     * @param patience with the whole answer
     */
    public record Endpoint(
            URI server,
            @Nullable String key,
            String model,
            @Nullable String language,
            Duration patience) {
        public Endpoint {
            if (!"http".equals(server.getScheme()) && !"https".equals(server.getScheme())) {
                throw new IllegalArgumentException("no http or https address: " + server);
            }
            if (!isFieldText(model)) {
                throw new IllegalArgumentException("a model must be named");
            }
            if (language != null && !isFieldText(language)) {
                throw new IllegalArgumentException("a language must be named, or none");
            }
            if (key != null && !key.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new IllegalArgumentException("the key holds what no header can");
            }
            if (!patience.isPositive()) {
                throw new IllegalArgumentException("patience must be positive: " + patience);
            }
        }

        private static boolean isFieldText(String text) {
            return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Endpoint[" + server + ", " + model + ", " + language + "]";
        }
    }

    public OpenAiRecognizer(Endpoint endpoint) {
        this.endpoint = endpoint;
        String base = endpoint.server().toString();
        this.address =
                URI.create((base.endsWith("/") ? base : base + "/") + "audio/transcriptions");
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(endpoint.patience())
                        .build();
    }

    @Override
    public Utterance begin() {
        requireOpen();
        return new WholeUtterance(
                samples -> {
                    requireOpen();
                    return WholeUtterance.transcript(written.spoken(text(samples)), samples.length);
                });
    }

    @Override
    public SpeechRecognizer patient() {
        return new SpeechRecognizer() {
            @Override
            public Utterance begin() {
                return OpenAiRecognizer.this.begin();
            }

            @Override
            public void close() {}
        };
    }

    /** Drops what is under way. */
    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the recogniser is closed");
        }
    }

    /**
     * @throws PassingFaultException if the server is away, overloaded, too slow or answers
     *     nonsense, or if the calling thread is interrupted, which it stays
     * @throws IllegalStateException if the server refuses the request (status 4xx)
     */
    private String text(short[] samples) {
        CompletableFuture<HttpResponse<byte[]>> asked =
                http.sendAsync(
                        request(samples),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            HttpResponse<byte[]> answer =
                    asked.get(endpoint.patience().toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode());
            }
            return textOf(answer.body());
        } catch (TimeoutException e) {
            throw new PassingFaultException("the transcription server took too long", e);
        } catch (ExecutionException e) {
            throw new PassingFaultException(
                    "the transcription server can't be reached, or its answer was cut: "
                            + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PassingFaultException("interrupted while the server transcribed", e);
        } finally {
            asked.cancel(true);
        }
    }

    private static String textOf(byte[] body) {
        JsonNode text;
        try {
            text = JSON.readTree(body).path("text");
        } catch (IOException e) {
            throw new PassingFaultException("the transcription server's answer is no JSON");
        }
        if (!text.isTextual()) {
            throw new PassingFaultException("the transcription server's answer holds no text");
        }
        return text.textValue();
    }

    private static RuntimeException refused(int status) {
        if (status == 401 || status == 403) {
            return new IllegalStateException(
                    "the transcription server refuses the key: status " + status);
        }
        if (status >= 400 && status < 500 && status != 408 && status != 429) {
            return new IllegalStateException("the transcription server refuses: status " + status);
        }
        return new PassingFaultException("the transcription server failed: status " + status);
    }

    private HttpRequest request(short[] samples) {
        String boundary = "parley-" + UUID.randomUUID();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(endpoint.patience())
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofByteArray(form(boundary, samples)));
        String key = endpoint.key();
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return request.build();
    }

    /** RFC 7578. */
    private byte[] form(String boundary, short[] samples) {
        ByteArrayOutputStream form = new ByteArrayOutputStream(samples.length * 2 + 1_024);
        field(form, boundary, "model", endpoint.model());
        field(form, boundary, "response_format", "json");
        field(form, boundary, "temperature", "0");
        String language = endpoint.language();
        if (language != null) {
            field(form, boundary, "language", language);
        }
        write(
                form,
                "--"
                        + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\";"
                        + " filename=\"speech.wav\"\r\nContent-Type: audio/wav\r\n\r\n");
        try {
            Wav.write(form, SAMPLE_RATE, samples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(form, "\r\n--" + boundary + "--\r\n");
        return form.toByteArray();
    }

    private static void field(
            ByteArrayOutputStream form, String boundary, String name, String value) {
        write(
                form,
                "--"
                        + boundary
                        + "\r\nContent-Disposition: form-data; name=\""
                        + name
                        + "\"\r\n\r\n"
                        + value
                        + "\r\n");
    }

    private static void write(ByteArrayOutputStream form, String text) {
        form.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
