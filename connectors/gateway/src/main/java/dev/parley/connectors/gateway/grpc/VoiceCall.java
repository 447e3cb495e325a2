package dev.parley.connectors.gateway.grpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.grpc.v1.ConverseEvent;
import dev.parley.schemas.grpc.v1.ConverseRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;

/**
 * A voice call and the WebSocket that carries it on: what comes from one is passed to the other,
 * and whoever reads slowly slows the other down. On the call's event loop alone.
 */
final class VoiceCall {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NORMAL = 1000;
    private static final int POLICY = 1008;
    private static final int FAULT = 1011;

    /** After the last event, when nothing more is to be said: then all is answered. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** For the answer to what was said last. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final GrpcServerRequest<ConverseRequest, ConverseEvent> call;
    private final Answer<ConverseEvent> answer;
    private final WebSocket socket;
    private boolean sounded;
    private boolean leaving;
    private boolean speaking;
    private int unanswered;
    private long timer = -1;

    VoiceCall(
            Vertx vertx,
            GrpcServerRequest<ConverseRequest, ConverseEvent> call,
            Answer<ConverseEvent> answer,
            WebSocket socket) {
        this.vertx = vertx;
        this.call = call;
        this.answer = answer;
        this.socket = socket;
    }

    void begin(ConverseRequest.Begin begin) {
        socket.textMessageHandler(this::told);
        socket.closeHandler(closed -> ended());
        socket.exceptionHandler(fault -> socket.close());
        socket.drainHandler(room -> call.resume());
        call.response().drainHandler(room -> socket.resume());
        if (begin.getInputRate() != 0 || begin.getOutputRate() != 0) {
            ObjectNode update = event("session.update");
            ObjectNode audio =
                    update.putObject("session").put("type", "realtime").putObject("audio");
            rate(audio, "input", begin.getInputRate());
            rate(audio, "output", begin.getOutputRate());
            write(update);
        }
    }

    void take(ConverseRequest request) {
        switch (request.getRequestCase()) {
            case SOUND -> {
                sounded = true;
                socket.writeBinaryMessage(Buffer.buffer(request.getSound().toByteArray()));
                if (socket.writeQueueFull()) {
                    call.pause();
                }
            }
            case COMMITTED -> commit();
            case TEXT -> {
                ObjectNode create = event("conversation.item.create");
                ObjectNode item =
                        create.putObject("item").put("type", "message").put("role", "user");
                item.putArray("content")
                        .addObject()
                        .put("type", "input_text")
                        .put("text", request.getText());
                write(create);
                write(event("response.create"));
                unanswered++;
            }
            case CANCEL -> write(event("response.cancel"));
            case BEGIN, REQUEST_NOT_SET -> {
                answer.fail(
                        GrpcStatus.INVALID_ARGUMENT,
                        "A session begins once, and a request is never empty.");
                socket.close();
            }
        }
    }

    /** The client says no more: it hears the answer to what it said, and then the call ends. */
    void halfClosed() {
        leaving = true;
        if (sounded) {
            commit();
        }
        await(patience());
    }

    private Duration patience() {
        return speaking || unanswered > 0 ? ANSWER : QUIET;
    }

    /** The client has gone. */
    void cancelled() {
        answer.abandon();
        socket.close();
    }

    private void commit() {
        sounded = false;
        write(event("input_audio_buffer.commit"));
    }

    private void await(Duration patience) {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        timer = vertx.setTimer(Math.max(1, patience.toMillis()), over -> socket.close());
    }

    private void told(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return;
        }
        RealtimeMessages.of(json).ifPresent(answer::send);
        if (call.response().writeQueueFull()) {
            socket.pause();
        }
        switch (json.path("type").asText()) {
            case "input_audio_buffer.speech_started" -> speaking = true;
            case "response.done" -> {
                speaking = false;
                unanswered = Math.max(0, unanswered - 1);
            }
            default -> {
                // says nothing of whether something is to come
            }
        }
        if (leaving) {
            await(patience());
        }
    }

    private void ended() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        Short code = socket.closeStatusCode();
        int status = code == null ? FAULT : code;
        switch (status) {
            case NORMAL -> answer.end();
            case POLICY -> answer.fail(GrpcStatus.INVALID_ARGUMENT, "Too much was wrong.");
            case FAULT -> answer.fail(GrpcStatus.INTERNAL, "The call failed.");
            default -> answer.fail(GrpcStatus.UNAVAILABLE, "Come back to another gateway.");
        }
    }

    private static ObjectNode event(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static void rate(ObjectNode audio, String way, int rate) {
        if (rate != 0) {
            audio.putObject(way).putObject("format").put("type", "audio/pcm").put("rate", rate);
        }
    }

    private void write(ObjectNode event) {
        socket.writeTextMessage(event.toString());
    }
}
