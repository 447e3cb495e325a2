package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.parley.connectors.speech.CoquiVoice.Endpoint;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP, against a server that answers as it is told to. */
class CoquiVoiceTest implements SpeechSynthesizerContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final CountDownLatch testOver = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private CoquiVoice voice;
    private Answer answer;

    /**
     * @param length what the header claims; -1 to send in chunks
     */
    private record Answer(int status, byte[] body, long length, boolean thenHang) {}

    @BeforeEach
    void start() throws IOException {
        answer = sound();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/api/tts",
                exchange -> {
                    queries.add(exchange.getRequestURI().getRawQuery());
                    try (exchange) {
                        exchange.sendResponseHeaders(
                                answer.status, answer.length == -1 ? 0 : answer.length);
                        exchange.getResponseBody().write(answer.body);
                        exchange.getResponseBody().flush();
                        if (answer.thenHang) {
                            testOver.await(60, TimeUnit.SECONDS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
        voice = new CoquiVoice(new Endpoint(address(), "", "", TIMEOUT));
    }

    @AfterEach
    void stop() {
        testOver.countDown();
        voice.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public SpeechSynthesizer synthesizer() {
        return voice;
    }

    @Test
    void asksForTheTextBySpeakerAndLanguage() {
        // Given
        try (CoquiVoice chosen = new CoquiVoice(new Endpoint(address(), "p 225", "en", TIMEOUT))) {
            // When
            SpeechSynthesizerContract.spoken(chosen, "Is it 5 o'clock & café?");
        }

        // Then
        assertThat(queries)
                .containsExactly(
                        "language_id=en&speaker_id=p+225&text=Is+it+5+o%27clock+caf%C3%A9%3F");
    }

    @Test
    void changesTheServersRateToTheAgents() {
        // When
        short[] sound = SpeechSynthesizerContract.spoken(voice, "hello");

        // Then
        assertThat(sound).hasSize(24_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408, 302})
    void aFailureOfTheServerMayPass(int status) {
        // Given
        answer = new Answer(status, new byte[] {'x'}, 1, false);

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageContaining("" + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 422})
    void aRefusalStaysOne(int status) {
        // Given
        answer = new Answer(status, new byte[] {'x'}, 1, false);

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("" + status);
    }

    @Test
    void aBodyThatEndsTooSoonMayPass() {
        // Given
        Answer whole = sound();
        answer = new Answer(200, Arrays.copyOf(whole.body, 1_000), whole.length, false);

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(PassingFaultException.class);
    }

    @Test
    void aRecordingCutShortMayPass() {
        // Given
        answer = new Answer(200, Arrays.copyOf(sound().body, 1_000), 1_000, false);

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageContaining("no sound");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>It works!</html>", "{}", "RIFFxxxxWAVEfmt nonsense"})
    void whatIsNoSoundMayPass(String body) {
        // Given
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        answer = new Answer(200, bytes, bytes.length, false);

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageNotContaining("hello");
    }

    @Test
    void aServerThatHangsIsGivenUp() {
        // Given
        Answer whole = sound();
        answer = new Answer(200, Arrays.copyOf(whole.body, 1_000), whole.length, true);

        // Then
        try (CoquiVoice hurried =
                new CoquiVoice(new Endpoint(address(), "", "", Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(hurried, "hello"))
                    .isInstanceOf(PassingFaultException.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    void aServerThatIsAwayMayComeBack() throws IOException {
        // Given
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        // Then
        URI nobody = URI.create("http://127.0.0.1:" + free);
        try (CoquiVoice lonely = new CoquiVoice(new Endpoint(nobody, "", "", TIMEOUT))) {
            assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(lonely, "hello"))
                    .isInstanceOf(PassingFaultException.class)
                    .hasMessageContaining("ConnectException");
        }
    }

    @Test
    void anAddressMustBeOneOfHttp() {
        // Then
        assertThatThrownBy(() -> new Endpoint(URI.create("file:///tmp"), "", "", TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(address(), "", "", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A second of a tone at Coqui's usual rate. */
    private static Answer sound() {
        short[] samples = new short[22_050];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(i * 0.1));
        }
        ByteArrayOutputStream wav = new ByteArrayOutputStream();
        try {
            Wav.write(wav, 22_050, samples);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Answer(200, wav.toByteArray(), wav.size(), false);
    }
}
