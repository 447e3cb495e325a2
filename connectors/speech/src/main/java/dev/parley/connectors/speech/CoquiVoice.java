package dev.parley.connectors.speech;

import dev.parley.streams.audio.Resampler;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.audio.WavFormatException;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A Coqui TTS server (github.com/coqui-ai/TTS, its {@code TTS/server}): {@code GET
 * /api/tts?text=...&speaker_id=...&language_id=...} answers with a WAV file. The sound of a
 * sentence comes once it is whole, and is then given on in pieces of 100 ms.
 */
public final class CoquiVoice implements SpeechSynthesizer {
    private static final int MAX_WAV_BYTES = 64 << 20;

    private final Endpoint endpoint;
    private final HttpClient http;

    /**
     * Where the server is, and how it is to speak.
     *
     * @param server such as {@code http://tts:5002}
     * @param speaker of a model with several voices; empty for its only one
     * @param language of a model with several languages; empty for its only one
     * @param timeout for a whole sentence, from asking to its last byte
     */
    public record Endpoint(URI server, String speaker, String language, Duration timeout) {
        public Endpoint {
            if (!"http".equals(server.getScheme()) && !"https".equals(server.getScheme())) {
                throw new IllegalArgumentException("no http or https address: " + server);
            }
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException("the timeout must be positive: " + timeout);
            }
        }
    }

    public CoquiVoice(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.http = SpeechServer.client(endpoint.timeout());
    }

    /**
     * As the port says; if the calling thread is interrupted, the request is dropped, nothing more
     * is given, and the thread stays interrupted.
     *
     * @throws IllegalStateException if the server refuses the request (status 4xx), which asking
     *     again won't cure
     */
    @Override
    public void speak(String sentence, Sink sink) {
        String text = SpeakableText.of(sentence);
        if (text.isEmpty()) {
            return;
        }
        try {
            Wav wav = decoded(fetched(text));
            Pieces.give(Resampler.convert(wav.mono(), wav.sampleRate(), SAMPLE_RATE), sink);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private byte[] fetched(String text) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address(text)).timeout(endpoint.timeout()).build();
        CompletableFuture<HttpResponse<byte[]>> asked =
                http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_WAV_BYTES));
        try {
            HttpResponse<byte[]> response = SpeechServer.answer(asked, endpoint.timeout());
            if (response.statusCode() != 200) {
                throw SpeechServer.failure(response.statusCode());
            }
            return response.body();
        } finally {
            asked.cancel(true);
        }
    }

    private static Wav decoded(byte[] body) {
        try {
            return Wav.read(new ByteArrayInputStream(body));
        } catch (WavFormatException e) {
            throw new PassingFaultException("the speech server's answer is no sound", e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI address(String text) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("text", text);
        if (!endpoint.speaker().isEmpty()) {
            parameters.put("speaker_id", endpoint.speaker());
        }
        if (!endpoint.language().isEmpty()) {
            parameters.put("language_id", endpoint.language());
        }
        StringBuilder query = new StringBuilder();
        parameters.forEach(
                (name, value) ->
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        String base = endpoint.server().toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "api/tts" + query);
    }
}
