package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.parley.connectors.speech.OpenAiRecognizer.Endpoint;
import dev.parley.streams.audio.Wav;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import dev.parley.streams.stage.PassingFaultException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
class OpenAiRecognizerTest implements SpeechRecognizerContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String KEY = "sk-nobody-may-see-this";

    private final List<Asked> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private OpenAiRecognizer recognizer;
    private Answer answer = Answer.text("{\"text\": \" What time is it in Paris? \"}");

    private record Asked(String authorization, String type, byte[] body) {}

    /**
     * @param length what the header claims; 0 to send in chunks
     * @param hangAfter how many bytes are sent before the test says that it may go on
     */
    private record Answer(int status, byte[] body, long length, int hangAfter) {
        static Answer text(String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return new Answer(200, bytes, 0, bytes.length);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/v1/audio/transcriptions",
                exchange -> {
                    requests.add(
                            new Asked(
                                    "" + exchange.getRequestHeaders().getFirst("Authorization"),
                                    exchange.getRequestHeaders().getFirst("Content-Type"),
                                    exchange.getRequestBody().readAllBytes()));
                    try (exchange) {
                        exchange.sendResponseHeaders(answer.status, answer.length);
                        OutputStream out = exchange.getResponseBody();
                        out.write(answer.body, 0, answer.hangAfter);
                        out.flush();
                        arrived.countDown();
                        if (answer.hangAfter < answer.body.length) {
                            goOn.await(30, TimeUnit.SECONDS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
        recognizer = asking(null, "en", PATIENCE);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        recognizer.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public SpeechRecognizer hearing() {
        return recognizer;
    }

    @Test
    void sendsTheUtteranceAsOpenAisReferenceSays() throws IOException {
        // Given
        short[] speech = speech();

        // When
        try (OpenAiRecognizer keyed = asking(KEY, "en", PATIENCE)) {
            SpeechRecognizerContract.heard(keyed, speech);
        }

        // Then
        Asked asked = requests.getFirst();
        assertThat(asked.authorization).isEqualTo("Bearer " + KEY);
        Map<String, byte[]> parts = parts(asked);
        assertThat(parts.keySet())
                .containsExactlyInAnyOrder(
                        "model", "response_format", "temperature", "language", "file");
        assertThat(new String(parts.get("model"), StandardCharsets.UTF_8)).isEqualTo("whisper-1");
        assertThat(parts.get("response_format")).asString().isEqualTo("json");
        assertThat(parts.get("language")).asString().isEqualTo("en");
        Wav wav = Wav.read(new ByteArrayInputStream(parts.get("file")));
        assertThat(wav.sampleRate()).isEqualTo(16_000);
        assertThat(wav.mono()).isEqualTo(speech);
    }

    @Test
    void namesNoLanguageAndNoKeyWhereThereIsNone() {
        // When
        try (OpenAiRecognizer free = asking(null, null, PATIENCE)) {
            SpeechRecognizerContract.heard(free, speech());
        }

        // Then
        assertThat(requests.getFirst().authorization).isEqualTo("null");
        assertThat(parts(requests.getFirst())).doesNotContainKey("language");
    }

    /** Whisper does, with loud noise. */
    @Test
    void hearsNothingWhereTheServerLoops() {
        // Given
        answer = Answer.text("{\"text\": \"" + "No, no, no, no. ".repeat(100) + "\"}");

        // When
        Transcript transcript = SpeechRecognizerContract.heard(recognizer, speech());

        // Then
        assertThat(transcript).isEqualTo(new Transcript("", List.of(), 0));
    }

    @Test
    void asksOnceAndNotAtAllWithoutSound() {
        // When
        SpeechRecognizerContract.heard(recognizer, speech());
        SpeechRecognizerContract.heard(recognizer, new short[0]);

        // Then
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Today only platforms 1 and 3 are used.|today only platforms one and three are"
                        + " used",
                "Don’t STOP!|don't stop",
                "[BLANK_AUDIO]|''",
                "(water running)|''",
                "' '|''",
                "''|''",
                "♪ la la ♪|la la",
                "It’s 10:04 in Tōkyō.|it's ten oh four in tōkyō"
            })
    void bringsTheTextIntoTheFormOfWordsThatAreHeard(String written, String spoken) {
        // Given
        answer = Answer.text("{\"text\": \"" + written + "\", \"usage\": {}}");

        // When
        Transcript transcript = SpeechRecognizerContract.heard(recognizer, speech());

        // Then
        assertThat(transcript.text()).isEqualTo(spoken);
        assertThat(transcript.confidence()).isEqualTo(spoken.isEmpty() ? 0 : 0.75);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408, 302})
    void aFailureOfTheServerMayPass(int status) {
        // Given
        answer =
                new Answer(status, "{\"error\":\"hello\"}".getBytes(StandardCharsets.UTF_8), 0, 17);

        // Then
        assertThatThrownBy(() -> SpeechRecognizerContract.heard(recognizer, speech()))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageContaining("" + status)
                .hasMessageNotContaining("hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 422})
    void aRefusalStaysOneAndTellsNoKey(int status) {
        // Given
        byte[] body = ("{\"key\":\"" + KEY + "\"}").getBytes(StandardCharsets.UTF_8);
        answer = new Answer(status, body, 0, body.length);

        // Then
        try (OpenAiRecognizer keyed = asking(KEY, "en", PATIENCE)) {
            assertThatThrownBy(() -> SpeechRecognizerContract.heard(keyed, speech()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("" + status)
                    .hasMessageNotContaining(KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{\"text\": \"hello",
                "{\"txt\": \"hello\"}",
                "{\"text\": null}",
                "{\"text\": [\"hello\"]}",
                "[\"hello\"]",
                "<html>hello</html>"
            })
    void whatIsNoTranscriptMayPassAndIsNotTold(String body) {
        // Given
        answer = Answer.text(body);

        // Then
        assertThatThrownBy(() -> SpeechRecognizerContract.heard(recognizer, speech()))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageNotContaining("hello")
                .hasNoCause();
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() {
        // Given
        byte[] body = new byte[2 << 20];
        Arrays.fill(body, (byte) ' ');
        answer = new Answer(200, body, 0, body.length);

        // Then
        assertThatThrownBy(() -> SpeechRecognizerContract.heard(recognizer, speech()))
                .isInstanceOf(PassingFaultException.class);
    }

    @Test
    void aConnectionCutInTheMiddleMayPass() {
        // Given
        byte[] body = "{\"text\": \"hello".getBytes(StandardCharsets.UTF_8);
        answer = new Answer(200, body, 100, body.length);

        // Then
        assertThatThrownBy(() -> SpeechRecognizerContract.heard(recognizer, speech()))
                .isInstanceOf(PassingFaultException.class)
                .hasMessageContaining("cut");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void aServerThatHangsIsGivenUp(int hangAfter) {
        // Given
        answer = new Answer(200, answer.body, 0, hangAfter);

        // Then
        try (OpenAiRecognizer hurried = asking(null, "en", Duration.ofMillis(300))) {
            assertThatThrownBy(() -> SpeechRecognizerContract.heard(hurried, speech()))
                    .isInstanceOf(PassingFaultException.class);
        }
    }

    @Test
    void aServerThatIsAwayMayComeBack() throws IOException {
        // Given
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + free + "/v1");

        // Then
        try (OpenAiRecognizer lonely =
                new OpenAiRecognizer(new Endpoint(nobody, null, "whisper-1", "en", PATIENCE))) {
            assertThatThrownBy(() -> SpeechRecognizerContract.heard(lonely, speech()))
                    .isInstanceOf(PassingFaultException.class)
                    .hasMessageContaining("ConnectException");
        }
    }

    @Test
    void anInterruptedCallerIsLetGo() throws Exception {
        // Given
        answer = new Answer(200, answer.body, 0, 5);
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        SpeechRecognizerContract.heard(recognizer, speech());
                                    } catch (PassingFaultException e) {
                                        interrupted.add(Thread.currentThread().isInterrupted());
                                    }
                                });
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

        // When
        caller.interrupt();
        caller.join(Duration.ofSeconds(10));

        // Then
        assertThat(interrupted).containsExactly(true);
    }

    @Test
    void whatCanNotBeRightIsRefusedAtOnce() {
        // Then
        for (String wrong : List.of("file:///tmp", "localhost:8000")) {
            assertThatThrownBy(
                            () ->
                                    new Endpoint(
                                            URI.create(wrong), null, "whisper-1", "en", PATIENCE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Endpoint(address(), null, " ", "en", PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(address(), null, "a\r\nb", "en", PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(address(), null, "whisper-1", "", PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(address(), null, "whisper-1", "en", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(address(), KEY + "\r\nX: y", "a", "en", PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(KEY);
    }

    @Test
    void itsEndpointShowsNoKey() {
        // Then
        assertThat(new Endpoint(address(), KEY, "whisper-1", "en", PATIENCE).toString())
                .doesNotContain(KEY);
    }

    private OpenAiRecognizer asking(String key, String language, Duration patience) {
        return new OpenAiRecognizer(new Endpoint(address(), key, "whisper-1", language, patience));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Of a multipart form, by name. */
    private static Map<String, byte[]> parts(Asked asked) {
        String form = new String(asked.body, StandardCharsets.ISO_8859_1);
        assertThat(asked.type).startsWith("multipart/form-data; boundary=");
        String boundary = "--" + asked.type.substring(asked.type.indexOf('=') + 1);
        assertThat(form).startsWith(boundary + "\r\n").endsWith("\r\n" + boundary + "--\r\n");
        Map<String, byte[]> parts = new LinkedHashMap<>();
        for (String part : form.substring(0, form.length() - 4).split(boundary + "(\r\n)?")) {
            if (!part.isEmpty()) {
                int head = part.indexOf("\r\n\r\n");
                String name = part.substring(0, head).replaceAll("(?s).*? name=\"(\\w+)\".*", "$1");
                parts.put(
                        name,
                        part.substring(head + 4, part.length() - 2)
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return parts;
    }
}
