package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.parley.app.CommandLineRun;
import dev.parley.connectors.gateway.TlsConfig;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.connectors.gateway.grpc.GrpcPort;
import dev.parley.connectors.gateway.grpc.speech.SpeechServer;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import dev.parley.connectors.speech.MaryVoice;
import dev.parley.connectors.speech.SileroDetector;
import dev.parley.connectors.speech.SpokenEnglish;
import dev.parley.connectors.speech.StarterModel;
import dev.parley.connectors.speech.VoskRecognizer;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.grpc.v1.RecognizeEvent;
import dev.parley.schemas.grpc.v1.RecognizeRequest;
import dev.parley.schemas.grpc.v1.SoundFormat;
import dev.parley.schemas.grpc.v1.SpeakEvent;
import dev.parley.schemas.grpc.v1.SpeakRequest;
import dev.parley.streams.hearing.HearingConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recogniser and the synthesiser over gRPC and TLS, with the engines that come along. */
class SpeechServicesIT {
    private static final int RATE = 16_000;

    /** 60 ms. */
    private static final int PIECE = RATE * 2 * 60 / 1000;

    private static final String TOKEN = "good";

    @TempDir private static Path folder;
    private static final Vertx vertx = Vertx.vertx();
    private static Path authority;
    private static VoskRecognizer recognizer;
    private static SileroDetector detector;
    private static MaryVoice voice;
    private static SpeechServer stt;
    private static SpeechServer tts;
    private static GrpcClient client;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("data");
        assertThat(CommandLineRun.of("tls", "init", "--data", data.toString()).exitCode()).isZero();
        authority = data.resolve("tls/authority.pem");
        TlsConfig tls =
                new TlsConfig(
                        data.resolve("tls/server.pem"),
                        data.resolve("tls/server-key.pem"),
                        authority);
        recognizer = new VoskRecognizer(StarterModel.unpackInto(folder.resolve("models")), 2);
        detector = new SileroDetector();
        voice = new MaryVoice();
        var caller =
                new dev.parley.connectors.gateway.identity.Caller(
                        new UserId("u1"), Role.USER, "t", null, false);
        GrpcPort.Site site =
                new GrpcPort.Site(
                        "127.0.0.1",
                        tls,
                        token ->
                                Future.succeededFuture(
                                        token.equals(TOKEN)
                                                ? Optional.of(caller)
                                                : Optional.empty()),
                        StrangersConfig.defaults(),
                        List::of);
        GrpcConfig grpc = GrpcConfig.defaults().anywhere();
        stt =
                SpeechServer.recognition(
                        vertx, site, grpc, HearingConfig.defaults(), detector, recognizer);
        tts = SpeechServer.synthesis(vertx, site, grpc, voice, new SpokenEnglish());
        client = GrpcClient.client(vertx, trusting(authority));
    }

    @AfterAll
    static void stop() {
        client.close();
        stt.close();
        tts.close();
        voice.close();
        detector.close();
        recognizer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatTheVoiceSpeaksTheRecogniserUnderstands() throws Exception {
        for (String text : List.of("What is twelve plus twelve?", "what time is it in tokyo")) {
            // When
            byte[] sound = spoken(client, text);
            Heard heard = heard(sound);

            // Then
            assertThat(heard.text())
                    .isEqualTo(text.toLowerCase(java.util.Locale.ROOT).replace("?", ""));
            assertThat(heard.speechMillis())
                    .isCloseTo(sound.length / 32, org.assertj.core.data.Offset.offset(700L));
        }
    }

    @Test
    void soundComesBeforeATextIsSpokenWholeAndWordsBeforeTheyAreSaidWhole() throws Exception {
        // Given
        byte[] sound = spoken(client, "what time is it in tokyo");

        // When
        long asked = System.nanoTime();
        Call<SpeakRequest, SpeakEvent> speaking = speak(client, "It is ten past four in Tokyo.");
        speaking.until(event -> !event.getSound().isEmpty());
        long firstSound = System.nanoTime() - asked;
        speaking.until(SpeakEvent::hasDone);
        long whole = System.nanoTime() - asked;
        Heard heard = heard(sound);

        // Then
        System.out.printf(
                "speech services: first sound after %d ms (whole %d ms); first partial %d ms after"
                        + " speech was told, final %d ms after the last sound that it needs%n",
                firstSound / 1_000_000,
                whole / 1_000_000,
                heard.partialAfterMillis(),
                heard.finalAfterMillis());
        assertThat(firstSound).isLessThan(whole);
        assertThat(heard.partialBeforeTheEnd()).isTrue();
    }

    @Test
    void aConversationsSentenceGoesBeforeThoseOfPrograms() throws Exception {
        // Given
        List<Call<SpeakRequest, SpeakEvent>> programs =
                java.util.stream.Stream.generate(
                                () -> speak(client, "This is a rather long sentence. ".repeat(20)))
                        .limit(4)
                        .toList();
        programs.getFirst().until(event -> !event.getSound().isEmpty());

        // When
        long asked = System.nanoTime();
        AtomicBoolean sounded = new AtomicBoolean();
        voice.speak(
                "It is ten.",
                samples -> {
                    sounded.set(samples.length > 0);
                    return false;
                });
        long waited = (System.nanoTime() - asked) / 1_000_000;

        // Then
        System.out.printf(
                "speech services: a conversation's first sound beside 4 programs after %d ms%n",
                waited);
        assertThat(sounded).isTrue();
        assertThat(programs).allMatch(program -> program.status.isEmpty());
        programs.forEach(program -> program.request.cancel());
    }

    @Test
    void aClientThatTrustsNobodyOfOursAndOneWithoutTlsAreKeptOut() {
        GrpcClient stranger = GrpcClient.client(vertx, trusting(null));
        GrpcClient open = GrpcClient.client(vertx);
        try {
            assertThatThrownBy(() -> spoken(stranger, "hello"))
                    .hasStackTraceContaining("certificate");
            assertThatThrownBy(() -> spoken(open, "hello")).isInstanceOf(Exception.class);
        } finally {
            stranger.close();
            open.close();
        }
    }

    private static HttpClientOptions trusting(Path authority) {
        HttpClientOptions options =
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setSsl(true)
                        .setUseAlpn(true);
        return authority == null
                ? options
                : options.setTrustOptions(new PemTrustOptions().addCertPath(authority.toString()));
    }

    private record Heard(
            String text,
            long speechMillis,
            long partialAfterMillis,
            long finalAfterMillis,
            boolean partialBeforeTheEnd) {}

    /** Sends sound in real time, with silence around it. */
    private static Heard heard(byte[] sound) throws Exception {
        Call<RecognizeRequest, RecognizeEvent> call =
                new Call<>(
                        client,
                        stt.port(),
                        "Stt",
                        "Recognize",
                        RecognizeEvent.getDefaultInstance());
        call.request.write(
                RecognizeRequest.newBuilder()
                        .setBegin(RecognizeRequest.Begin.newBuilder().setFormat(format()))
                        .build());
        call.until(RecognizeEvent::hasBegun);
        byte[] all = new byte[RATE + sound.length + 2 * RATE];
        System.arraycopy(sound, 0, all, RATE, sound.length);
        long begun = System.nanoTime();
        Thread.ofVirtual()
                .start(
                        () -> {
                            for (int at = 0; at < all.length; at += PIECE) {
                                byte[] piece =
                                        Arrays.copyOfRange(
                                                all, at, Math.min(all.length, at + PIECE));
                                call.request.write(
                                        RecognizeRequest.newBuilder()
                                                .setSound(ByteString.copyFrom(piece))
                                                .build());
                                java.util.concurrent.locks.LockSupport.parkNanos(
                                        begun
                                                + (at + PIECE) * 1_000_000_000L / (2 * RATE)
                                                - System.nanoTime());
                            }
                            call.request.end();
                        });
        long startMillis =
                call.until(RecognizeEvent::hasSpeechStarted).getSpeechStarted().getStartMillis();
        call.until(RecognizeEvent::hasPartial);
        long partial = (System.nanoTime() - begun) / 1_000_000;
        RecognizeEvent.Final last = call.until(RecognizeEvent::hasFinal).getFinal();
        long done = (System.nanoTime() - begun) / 1_000_000;
        call.until(RecognizeEvent::hasSpeechEnded);
        long needed = last.getEndMillis() + HearingConfig.defaults().endSilence().toMillis();
        return new Heard(
                last.getText(),
                last.getEndMillis() - last.getStartMillis(),
                partial - startMillis,
                done - needed,
                partial < last.getEndMillis());
    }

    private static byte[] spoken(GrpcClient by, String text) throws Exception {
        Call<SpeakRequest, SpeakEvent> call = speak(by, text);
        java.io.ByteArrayOutputStream sound = new java.io.ByteArrayOutputStream();
        call.until(
                event -> {
                    sound.writeBytes(event.getSound().toByteArray());
                    return event.hasDone();
                });
        return sound.toByteArray();
    }

    private static Call<SpeakRequest, SpeakEvent> speak(GrpcClient by, String text) {
        Call<SpeakRequest, SpeakEvent> call =
                new Call<>(by, tts.port(), "Tts", "Speak", SpeakEvent.getDefaultInstance());
        call.request.end(SpeakRequest.newBuilder().setText(text).setFormat(format()).build());
        return call;
    }

    private static SoundFormat format() {
        return SoundFormat.newBuilder().setRate(RATE).build();
    }

    /** A call with its answers. */
    private static final class Call<Q extends Message, A extends Message> {
        final GrpcClientRequest<Q, A> request;
        final BlockingQueue<A> answers = new LinkedBlockingQueue<>();
        volatile Optional<GrpcStatus> status = Optional.empty();

        Call(GrpcClient client, int port, String service, String method, A kind) {
            ServiceMethod<A, Q> of =
                    ServiceMethod.client(
                            ServiceName.create("dev.parley.v1", service),
                            method,
                            GrpcMessageEncoder.<Q>encoder(),
                            GrpcMessageDecoder.<A>decoder(kind));
            request =
                    client.request(SocketAddress.inetSocketAddress(port, "127.0.0.1"), of)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
            request.headers().set("authorization", "Bearer " + TOKEN);
            request.response()
                    .onSuccess(
                            response -> {
                                response.handler(answers::add);
                                response.endHandler(end -> status = Optional.of(response.status()));
                            });
        }

        A until(Predicate<A> wanted) throws InterruptedException {
            while (true) {
                A answer = answers.poll(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
                assertThat(answer).as("an answer; the call's status: %s", status).isNotNull();
                if (wanted.test(answer)) {
                    return answer;
                }
            }
        }
    }
}
