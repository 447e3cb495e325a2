package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.parley.connectors.gateway.grpc.GrpcCalls;
import dev.parley.connectors.gateway.grpc.GrpcCalls.Call;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.grpc.v1.CallToolRequest;
import dev.parley.schemas.grpc.v1.CallToolResponse;
import dev.parley.schemas.grpc.v1.ConverseEvent;
import dev.parley.schemas.grpc.v1.ConverseRequest;
import dev.parley.schemas.grpc.v1.ListToolsRequest;
import dev.parley.schemas.grpc.v1.ListToolsResponse;
import dev.parley.schemas.grpc.v1.SayEvent;
import dev.parley.schemas.grpc.v1.SayRequest;
import dev.parley.schemas.grpc.v1.ToolCall;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC as a client sees it, and what of it reaches the log. */
class GrpcTest {
    private Gateway gateway;
    private GrpcCalls client;

    @BeforeEach
    void start() {
        gateway = new Gateway();
        client = new GrpcCalls(gateway.vertx);
    }

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void aTurnInTextIsAnsweredPieceByPiece() throws Exception {
        // When
        Call<SayRequest, SayEvent> call = say("what time is it", Gateway.TOKEN);
        Envelope<?> submitted = submitted();
        SessionId session = submitted.session();
        gateway.log.say(session, ended(submitted));
        gateway.log.say(
                session,
                new Intent.Recognized(
                        new TurnId("t1"), "time", 0.9, "rule", Personal.of(Map.of("a", "b"))));
        gateway.log.say(session, sentence("It is ten.", true));

        // Then
        assertThat(call.next().getTurn().getText()).isEqualTo("what time is it");
        SayEvent intent = call.next();
        assertThat(intent.getSession()).isEqualTo(session.value());
        assertThat(intent.getIntent().getSlotsMap()).containsEntry("a", "b");
        assertThat(call.next().getSentence().getText()).isEqualTo("It is ten.");
        assertThat(call.next().hasDone()).isTrue();
        assertThat(call.status()).isEqualTo(GrpcStatus.OK);
        assertThat(gateway.log.written(session, Control.SessionStarted.class))
                .containsExactly(
                        new Control.SessionStarted(new UserId("u1"), "grpc", "Europe/Berlin"));
    }

    @Test
    void aCallThatIsCancelledCancelsTheReply() throws Exception {
        // Given
        Call<SayRequest, SayEvent> call = say("tell me a story", Gateway.TOKEN);
        Envelope<?> submitted = submitted();
        gateway.log.say(submitted.session(), ended(submitted));
        gateway.log.say(submitted.session(), sentence("Once upon a time.", false));
        call.until(SayEvent::hasSentence);

        // When
        call.request.cancel();

        // Then
        assertThat(gateway.log.await(submitted.session(), Control.CancelRequested.class, 1))
                .containsExactly(new Control.CancelRequested(new ReplyId("r1")));
    }

    @Test
    void aDeadlineEndsACallThatNobodyAnswers() throws Exception {
        Call<SayRequest, SayEvent> call =
                client.call(
                        agentPort(),
                        "dev.parley.v1.Agent",
                        "Say",
                        SayEvent.getDefaultInstance(),
                        Gateway.TOKEN,
                        request -> request.timeout(300, TimeUnit.MILLISECONDS));
        call.request.end(SayRequest.newBuilder().setText("hello").build());

        assertThat(call.status()).isIn(GrpcStatus.DEADLINE_EXCEEDED, GrpcStatus.CANCELLED);
    }

    @Test
    void whoOnlyWatchesMayNotConverse() throws Exception {
        assertThat(say("hello", Gateway.MONITORS_TOKEN).status())
                .isEqualTo(GrpcStatus.PERMISSION_DENIED);
        assertThat(reflection(Gateway.MONITORS_TOKEN).status())
                .isEqualTo(GrpcStatus.PERMISSION_DENIED);
    }

    @Test
    void withoutAGoodTokenOnlyHealthAnswers() throws Exception {
        for (String token : new String[] {null, "wrong"}) {
            assertThat(say("hello", token).status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
            Call<ConverseRequest, ConverseEvent> voice =
                    converse(token, ConverseRequest.Begin.newBuilder());
            assertThat(voice.status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
            assertThat(reflection(token).status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        }
        assertThat(client.health(agentPort(), "dev.parley.v1.Agent"))
                .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        assertThat(gateway.log.written()).isEmpty();
    }

    @Test
    void reflectionTellsOfTheServices() throws Exception {
        Call<ServerReflectionRequest, ServerReflectionResponse> call = reflection(Gateway.TOKEN);

        assertThat(call.next().getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("dev.parley.v1.Agent", "dev.parley.v1.Voice", "grpc.health.v1.Health");
    }

    @Test
    void whatIsWrongHasAStatus() throws Exception {
        assertThat(say(" ", Gateway.TOKEN).status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(
                        say(SayRequest.newBuilder().setText("a").setZone("Mars"), Gateway.TOKEN)
                                .status())
                .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(
                        say(
                                        SayRequest.newBuilder()
                                                .setText("a")
                                                .setSession("s2-AAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                                        Gateway.TOKEN)
                                .status())
                .isEqualTo(GrpcStatus.NOT_FOUND);
        Call<ConverseRequest, ConverseEvent> voice = converse(Gateway.TOKEN);
        voice.request.write(ConverseRequest.newBuilder().setText("first").build());
        assertThat(voice.status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
    }

    @Test
    void aCallOfOneMessageTakesOneAndNoMore() throws Exception {
        // Given
        Call<SayRequest, SayEvent> none = sayNothingYet(Gateway.TOKEN);
        none.request.end();
        Call<SayRequest, SayEvent> two = sayNothingYet(Gateway.TOKEN);

        // When
        two.request.write(SayRequest.newBuilder().setText("one").build());
        two.request.end(SayRequest.newBuilder().setText("two").build());
        Envelope<?> submitted = submitted();
        gateway.log.say(submitted.session(), ended(submitted));
        gateway.log.say(submitted.session(), sentence("One.", true));

        // Then
        assertThat(none.status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        assertThat(two.until(SayEvent::hasTurn).getTurn().getText()).isEqualTo("one");
        assertThat(two.status()).isEqualTo(GrpcStatus.OK);
        assertThat(gateway.log.written().stream())
                .filteredOn(each -> each.envelope().event() instanceof Control.TextSubmitted)
                .hasSize(1);
    }

    @Test
    void bytesThatAreNoMessageAreRefusedByEveryCall() throws Exception {
        for (String call : List.of("Agent/Say", "Voice/Converse")) {
            assertThat(raw(agentPort(), call)).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        }
        for (String call : List.of("Tools/ListTools", "Tools/CallTool")) {
            assertThat(raw(gateway.server.grpc().toolsPort(), call))
                    .isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        }
        assertThat(gateway.log.written()).isEmpty();
    }

    @Test
    void anotherUsersSessionIsNoSession() throws Exception {
        // Given
        Call<SayRequest, SayEvent> mine = say("mine", Gateway.TOKEN);
        Envelope<?> submitted = submitted();
        gateway.log.say(submitted.session(), ended(submitted));
        gateway.log.say(submitted.session(), sentence("Yours.", true));
        mine.until(SayEvent::hasDone);
        String session = submitted.session().value();

        // When
        GrpcStatus said =
                say(
                                SayRequest.newBuilder().setText("let me in").setSession(session),
                                Gateway.OTHERS_TOKEN)
                        .status();
        Call<ConverseRequest, ConverseEvent> voice =
                converse(
                        Gateway.OTHERS_TOKEN,
                        ConverseRequest.Begin.newBuilder().setSession(session));

        // Then
        assertThat(said).isEqualTo(GrpcStatus.NOT_FOUND);
        assertThat(voice.status()).isEqualTo(GrpcStatus.NOT_FOUND);
    }

    @Test
    void aVoiceCallCarriesSoundBothWaysAndEndsOnceAllIsAnswered() throws Exception {
        // Given
        Call<ConverseRequest, ConverseEvent> call =
                converse(Gateway.TOKEN, ConverseRequest.Begin.newBuilder().setInputRate(16_000));
        SessionId session =
                new SessionId(call.until(ConverseEvent::hasBegun).getBegun().getSession());

        // When
        call.request.write(
                ConverseRequest.newBuilder()
                        .setSound(ByteString.copyFrom(new byte[32 * 120]))
                        .build());
        call.request.end();
        List<Audio.Frames> heard = gateway.log.await(session, Audio.Frames.class, 2);
        gateway.log.await(session, Audio.Stalled.class, 1);
        TurnTest.speak(gateway.log, session, new ReplyId("r1"), "Hi.");

        // Then
        assertThat(heard.stream().mapToInt(frames -> frames.pcm().get().length).sum())
                .isEqualTo(32 * 120);
        assertThat(call.until(ConverseEvent::hasReplyText).getReplyText().getText())
                .isEqualTo("Hi.");
        assertThat(call.until(ConverseEvent::hasReplySound).getReplySound().getSound().size())
                .isPositive();
        assertThat(call.until(ConverseEvent::hasReplyDone).getReplyDone().getStatus())
                .isEqualTo("completed");
        assertThat(call.status()).isEqualTo(GrpcStatus.OK);
        gateway.log.await(session, Control.SessionEnded.class, 1);
    }

    @Test
    void aVoiceCallThatIsCancelledEndsItsSession() throws Exception {
        Call<ConverseRequest, ConverseEvent> call =
                converse(Gateway.TOKEN, ConverseRequest.Begin.newBuilder());
        SessionId session =
                new SessionId(call.until(ConverseEvent::hasBegun).getBegun().getSession());

        call.request.cancel();

        gateway.log.await(session, Control.SessionEnded.class, 1);
    }

    @Test
    void toolsAreListedAndCalledByAnEvent() throws Exception {
        // Given
        Call<ListToolsRequest, ListToolsResponse> list =
                tools("ListTools", ListToolsResponse.getDefaultInstance());
        list.request.end(ListToolsRequest.getDefaultInstance());
        assertThat(list.next().getTools(0).getName()).isEqualTo("clock");

        // When
        Call<CallToolRequest, CallToolResponse> call =
                tools("CallTool", CallToolResponse.getDefaultInstance());
        call.request.end(
                CallToolRequest.newBuilder()
                        .setTool("clock")
                        .putArguments("city", "tokyo")
                        .build());
        Envelope<?> request = written(Tool.Requested.class);
        Tool.Requested requested = (Tool.Requested) request.event();
        gateway.log.say(
                request.session(),
                new Tool.Succeeded(
                        requested.call(),
                        requested.turn(),
                        "clock",
                        Personal.of(Map.of("time", "10:04"))));

        // Then
        ToolCall result = call.next().getCall();
        assertThat(result.getStatus()).isEqualTo(ToolCall.Status.STATUS_SUCCEEDED);
        assertThat(result.getResultMap()).containsEntry("time", "10:04");
        assertThat(requested.user()).isEqualTo(new UserId("u1"));
        assertThat(requested.arguments().get()).containsEntry("city", "tokyo");
        gateway.log.await(request.session(), Control.SessionEnded.class, 1);
    }

    // --- what the test does as a client, and in the stages' place

    private Call<SayRequest, SayEvent> say(String text, String token) {
        return say(SayRequest.newBuilder().setText(text), token);
    }

    private Call<SayRequest, SayEvent> say(SayRequest.Builder request, String token) {
        Call<SayRequest, SayEvent> call = sayNothingYet(token);
        call.request.end(request.build());
        return call;
    }

    private Call<SayRequest, SayEvent> sayNothingYet(String token) {
        return client.call(
                agentPort(), "dev.parley.v1.Agent", "Say", SayEvent.getDefaultInstance(), token);
    }

    private GrpcStatus raw(int port, String call) throws Exception {
        byte[] noMessage = {0, 0, 0, 0, 3, (byte) 0xff, 1, 2};
        return client.raw(port, "/dev.parley.v1." + call, Gateway.TOKEN, null, noMessage);
    }

    private Call<ConverseRequest, ConverseEvent> converse(String token) {
        return client.call(
                agentPort(),
                "dev.parley.v1.Voice",
                "Converse",
                ConverseEvent.getDefaultInstance(),
                token);
    }

    /** A voice call that asks for a session. */
    private Call<ConverseRequest, ConverseEvent> converse(
            String token, ConverseRequest.Begin.Builder begin) {
        Call<ConverseRequest, ConverseEvent> call = converse(token);
        call.request.write(ConverseRequest.newBuilder().setBegin(begin).build());
        return call;
    }

    private <Q extends Message, A extends Message> Call<Q, A> tools(String method, A answer) {
        return client.call(
                gateway.server.grpc().toolsPort(),
                "dev.parley.v1.Tools",
                method,
                answer,
                Gateway.TOKEN);
    }

    private Call<ServerReflectionRequest, ServerReflectionResponse> reflection(String token) {
        return client.reflection(agentPort(), token);
    }

    private int agentPort() {
        return gateway.server.grpc().agentPort();
    }

    private Envelope<?> submitted() throws InterruptedException {
        return written(Control.TextSubmitted.class);
    }

    private Envelope<?> written(Class<?> type) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        List<Envelope<?>> found = new ArrayList<>();
        while (found.isEmpty()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(2);
            for (MemoryLog.Written each : gateway.log.written()) {
                if (type.isInstance(each.envelope().event())) {
                    found.add(each.envelope());
                }
            }
        }
        return found.getFirst();
    }

    private static Turn.Ended ended(Envelope<?> submitted) {
        Instant at = submitted.times().received();
        return new Turn.Ended(
                new TurnId("t1"),
                ((Control.TextSubmitted) submitted.event()).text(),
                1,
                false,
                false,
                at,
                at,
                at,
                at,
                at);
    }

    private static Reply.Sentence sentence(String text, boolean last) {
        return new Reply.Sentence(new ReplyId("r1"), new TurnId("t1"), 0, Personal.of(text), last);
    }
}
