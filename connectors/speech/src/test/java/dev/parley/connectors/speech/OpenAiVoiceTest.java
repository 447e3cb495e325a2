package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.parley.connectors.speech.OpenAiVoice.Endpoint;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP, against a server that answers as it is told to. */
class OpenAiVoiceTest implements SpeechSynthesizerContract {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String KEY = "sk-nobody-may-see-this";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private OpenAiVoice voice;
    private Answer answer;

    /**
     * @param length what the header claims; 0 to send in chunks
     * @param hangAfter how many bytes are sent before the test says that it may go on
     */
    private record Answer(int status, String type, byte[] body, long length, int hangAfter) {
        Answer(int status, String type, byte[] body) {
            this(status, type, body, 0, body.length);
        }
    }

    @BeforeEach
    void start() throws IOException {
        answer = new Answer(200, "audio/pcm", Pcm.toBytes(tone(24_000)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/v1/audio/speech",
                exchange -> {
                    requests.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    authorizations.add("" + exchange.getRequestHeaders().getFirst("Authorization"));
                    try (exchange) {
                        if (!answer.type.isEmpty()) {
                            exchange.getResponseHeaders().set("Content-Type", answer.type);
                        }
                        exchange.sendResponseHeaders(answer.status, answer.length);
                        OutputStream out = exchange.getResponseBody();
                        out.write(answer.body, 0, answer.hangAfter);
                        out.flush();
                        if (answer.hangAfter < answer.body.length) {
                            goOn.await(60, TimeUnit.SECONDS);
                            out.write(
                                    answer.body,
                                    answer.hangAfter,
                                    answer.body.length - answer.hangAfter);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
        voice = new OpenAiVoice(new Endpoint(address(), null, "tts-1", "alloy", PATIENCE));
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        voice.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public SpeechSynthesizer synthesizer() {
        return voice;
    }

    @Test
    void asksAsOpenAisReferenceSays() throws Exception {
        // Given
        try (OpenAiVoice keyed =
                new OpenAiVoice(new Endpoint(address(), KEY, "tts-1-hd", "nova", PATIENCE))) {
            // When
            SpeechSynthesizerContract.spoken(keyed, "Is it 5 o'clock, \"café\"?");
        }

        // Then
        JsonNode asked = new ObjectMapper().readTree(requests.getFirst());
        assertThat(asked.size()).isEqualTo(4);
        assertThat(asked.get("model").textValue()).isEqualTo("tts-1-hd");
        assertThat(asked.get("voice").textValue()).isEqualTo("nova");
        assertThat(asked.get("input").textValue()).isEqualTo("Is it 5 o'clock, café ?");
        assertThat(asked.get("response_format").textValue()).isEqualTo("pcm");
        assertThat(authorizations).containsExactly("Bearer " + KEY);
    }

    @Test
    void asksWithoutAKeyWhereThereIsNone() {
        // When
        SpeechSynthesizerContract.spoken(voice, "hello");

        // Then
        assertThat(authorizations).containsExactly("null");
    }

    @Test
    void givesTheSamplesAsTheyAre() {
        // When
        short[] sound = SpeechSynthesizerContract.spoken(voice, "hello");

        // Then
        assertThat(sound).isEqualTo(tone(24_000));
    }

    @Test
    void givesSoundWhileTheRestIsStillBeingMade() {
        // Given
        byte[] body = Pcm.toBytes(tone(24_000));
        answer = new Answer(200, "audio/pcm", body, 0, 9_601);
        List<Integer> lengths = new ArrayList<>();

        // When
        voice.speak(
                "hello",
                samples -> {
                    lengths.add(samples.length);
                    if (lengths.stream().mapToInt(i -> i).sum() >= 4_800) {
                        goOn.countDown();
                    }
                    return true;
                });

        // Then
        assertThat(goOn.getCount()).isZero();
        assertThat(lengths.stream().mapToInt(i -> i).sum()).isEqualTo(24_000);
    }

    @ParameterizedTest
    @CsvSource({"22050, 44", "48000, 44", "16000, 100", "44100, 7"})
    void takesWavOfAnyRateHoweverItIsCut(int rate, int hangAfter) {
        // Given
        byte[] body = wav(rate, tone(rate));
        answer = new Answer(200, "audio/wav", body, body.length, hangAfter);
        goOn.countDown();

        // When
        short[] sound = SpeechSynthesizerContract.spoken(voice, "hello");

        // Then
        assertThat(sound.length).isBetween(23_999, 24_001);
    }

    @Test
    void takesWavWhoseWriterDidNotKnowItsLength() {
        // Given
        byte[] body = wav(24_000, tone(24_000));
        Arrays.fill(body, 40, 44, (byte) 0xFF);
        answer = new Answer(200, "audio/wav", body);

        // When
        short[] sound = SpeechSynthesizerContract.spoken(voice, "hello");

        // Then
        assertThat(sound).isEqualTo(tone(24_000));
    }

    @Test
    void mixesTwoChannelsDown() {
        // Given
        byte[] body = wav(48_000, tone(48_000));
        body[22] = 2;
        body[24] = (byte) (24_000 & 0xFF);
        body[25] = (byte) (24_000 >> 8);
        answer = new Answer(200, "audio/wav", body);

        // When
        short[] sound = SpeechSynthesizerContract.spoken(voice, "hello");

        // Then
        assertThat(sound).hasSize(24_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408, 302})
    void aFailureOfTheServerMayPass(int status) {
        // Given
        answer = new Answer(status, "application/json", "{\"error\":\"hello\"}".getBytes());

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageContaining("" + status)
                .hasMessageNotContaining("hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void aRefusalStaysOneAndTellsNoKey(int status) {
        // Given
        answer = new Answer(status, "application/json", ("{\"key\":\"" + KEY + "\"}").getBytes());

        // Then
        try (OpenAiVoice keyed =
                new OpenAiVoice(new Endpoint(address(), KEY, "tts-1", "alloy", PATIENCE))) {
            assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(keyed, "hello"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("" + status)
                    .hasMessageNotContaining(KEY);
        }
    }

    @Test
    void aConnectionCutInTheMiddleMayPass() {
        // Given
        byte[] body = Pcm.toBytes(tone(24_000));
        answer = new Answer(200, "audio/pcm", Arrays.copyOf(body, 10_000), body.length, 10_000);

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageContaining("cut");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 30, 44, 1_000})
    void aRecordingCutShortMayPass(int bytes) {
        // Given
        answer = new Answer(200, "audio/wav", Arrays.copyOf(wav(22_050, tone(22_050)), bytes));

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageContaining("no sound");
    }

    @ParameterizedTest
    @CsvSource({
        "audio/pcm, x",
        "application/json, '{\"detail\":\"hello\"}'",
        "text/html, <html>It works!</html>",
        "audio/mpeg, ID3 and so on",
        "'', nobody says what this is",
        "audio/wav, RIFFxxxxWAVEfmt nonsense",
        "audio/pcm;rate=999999, sound from nowhere"
    })
    void whatIsNoSoundMayPass(String type, String body) {
        // Given
        answer = new Answer(200, type, body.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(voice, "hello"))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageNotContaining("hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000})
    void aServerThatHangsIsGivenUp(int hangAfter) {
        // Given
        answer = new Answer(200, "audio/pcm", Pcm.toBytes(tone(24_000)), 0, hangAfter);

        // Then
        try (OpenAiVoice hurried =
                new OpenAiVoice(
                        new Endpoint(address(), null, "tts-1", "alloy", Duration.ofMillis(300)))) {
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
        URI nobody = URI.create("http://127.0.0.1:" + free + "/v1");
        try (OpenAiVoice lonely =
                new OpenAiVoice(new Endpoint(nobody, null, "tts-1", "alloy", PATIENCE))) {
            assertThatThrownBy(() -> SpeechSynthesizerContract.spoken(lonely, "hello"))
                    .isInstanceOf(PassingFaultException.class)
                    .hasMessageContaining("ConnectException");
        }
    }

    @Test
    void anInterruptedCallerIsLetGo() throws Exception {
        // Given
        answer = new Answer(200, "audio/pcm", Pcm.toBytes(tone(24_000)), 0, 10_000);
        CountDownLatch heard = new CountDownLatch(1);
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    voice.speak(
                                            "hello",
                                            samples -> {
                                                heard.countDown();
                                                return true;
                                            });
                                    interrupted.add(Thread.currentThread().isInterrupted());
                                });
        assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();

        // When
        caller.interrupt();
        caller.join(Duration.ofSeconds(4));

        // Then
        assertThat(interrupted).containsExactly(true);
    }

    @Test
    void whatCanNotBeRightIsRefusedAtOnce() {
        // Then
        for (String server : List.of("file:///tmp", "localhost:8000")) {
            assertThatThrownBy(
                            () ->
                                    new Endpoint(
                                            URI.create(server), null, "tts-1", "alloy", PATIENCE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Endpoint(address(), null, " ", "alloy", PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(address(), null, "tts-1", "alloy", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(address(), KEY + "\r\nX: y", "a", "b", PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(KEY);
    }

    @Test
    void itsEndpointShowsNoKey() {
        // Then
        assertThat(new Endpoint(address(), KEY, "tts-1", "alloy", PATIENCE).toString())
                .doesNotContain(KEY);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private static short[] tone(int length) {
        short[] samples = new short[length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(i * 0.1));
        }
        return samples;
    }

    private static byte[] wav(int rate, short[] samples) {
        ByteArrayOutputStream wav = new ByteArrayOutputStream();
        try {
            Wav.write(wav, rate, samples);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return wav.toByteArray();
    }
}
