package dev.parley.app.client;

import dev.parley.streams.audio.Pcm;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * A Realtime server of another make: it knows the protocol and nothing of Parley's, says more than
 * a client needs to know, and has a will of its own about ids and order. It does what its script
 * says once the question's sound falls silent.
 */
final class OtherServer implements AutoCloseable {
    /** One client's session. */
    static final class Session {
        private final ServerWebSocket socket;
        private final Vertx vertx;
        private boolean speaking;
        private int number;

        private Session(ServerWebSocket socket, Vertx vertx) {
            this.socket = socket;
            this.vertx = vertx;
        }

        Session send(String type, JsonObject fields) {
            var event = new JsonObject().put("event_id", "event_" + number++).put("type", type);
            socket.writeTextMessage(event.mergeIn(fields).encode());
            return this;
        }

        Session text(String text) {
            socket.writeTextMessage(text);
            return this;
        }

        Session begins(String response) {
            return send(
                    "response.created",
                    new JsonObject()
                            .put(
                                    "response",
                                    new JsonObject()
                                            .put("id", response)
                                            .put("status", "in_progress")
                                            .put("output", new JsonArray())));
        }

        Session says(String response, String item, String words) {
            return send(
                    "response.output_audio_transcript.delta",
                    of(response, item).put("delta", words).put("obfuscation", "x7"));
        }

        Session sounds(String response, String item, int millis) {
            short[] samples = new short[24 * millis];
            Arrays.fill(samples, (short) 900);
            return send(
                    "response.output_audio.delta",
                    of(response, item)
                            .put(
                                    "delta",
                                    Base64.getEncoder().encodeToString(Pcm.toBytes(samples))));
        }

        Session soundDone(String response, String item) {
            return send("response.output_audio.done", of(response, item));
        }

        Session ends(String response, String status) {
            return send(
                    "response.done",
                    new JsonObject()
                            .put(
                                    "response",
                                    new JsonObject()
                                            .put("id", response)
                                            .put("status", status)
                                            .put("usage", new JsonObject())));
        }

        Session complains(String message) {
            return send(
                    "error",
                    new JsonObject()
                            .put(
                                    "error",
                                    new JsonObject()
                                            .put("type", "server_error")
                                            .put("message", message)));
        }

        void later(int millis, Runnable action) {
            vertx.setTimer(millis, timer -> action.run());
        }

        void hangUp(int code, String reason) {
            socket.close((short) code, reason);
        }

        private static JsonObject of(String response, String item) {
            return new JsonObject()
                    .put("response_id", response)
                    .put("item_id", item)
                    .put("output_index", 0)
                    .put("content_index", 0);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<JsonObject> arrivals = Collections.synchronizedList(new ArrayList<>());
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private final List<MultiMap> headers = Collections.synchronizedList(new ArrayList<>());
    private final Consumer<Session> greeting;
    private final Consumer<Session> script;
    private final HttpServer server;

    OtherServer(Consumer<Session> script) {
        this(OtherServer::greets, script);
    }

    /**
     * @param greeting what it says first
     */
    OtherServer(Consumer<Session> greeting, Consumer<Session> script) {
        this.greeting = greeting;
        this.script = script;
        this.server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setWebSocketSubProtocols(List.of("realtime")))
                        .webSocketHandler(this::serve)
                        .listen(0, "127.0.0.1")
                        .await();
    }

    static void greets(Session session) {
        session.send("rate_limits.updated", new JsonObject().put("rate_limits", new JsonArray()))
                .send(
                        "session.created",
                        new JsonObject()
                                .put(
                                        "session",
                                        new JsonObject()
                                                .put("object", "realtime.session")
                                                .put("id", "sess_9")
                                                .put("model", "other-realtime-1")));
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + server.actualPort() + "/openai/v1/realtime");
    }

    List<JsonObject> arrivals(String type) {
        synchronized (arrivals) {
            return arrivals.stream().filter(event -> event.getString("type").equals(type)).toList();
        }
    }

    List<String> types() {
        synchronized (arrivals) {
            return arrivals.stream().map(event -> event.getString("type")).distinct().toList();
        }
    }

    String allThatCame() {
        synchronized (arrivals) {
            return paths + arrivals.toString();
        }
    }

    List<String> paths() {
        return paths;
    }

    MultiMap headers() {
        return headers.getFirst();
    }

    private void serve(ServerWebSocket socket) {
        paths.add(socket.uri());
        headers.add(socket.headers());
        Session session = new Session(socket, vertx);
        greeting.accept(session);
        socket.textMessageHandler(text -> take(session, new JsonObject(text)));
    }

    private void take(Session session, JsonObject event) {
        arrivals.add(event);
        if (!event.getString("type").equals("input_audio_buffer.append")) {
            return;
        }
        boolean silent = true;
        for (byte each : Base64.getDecoder().decode(event.getString("audio"))) {
            silent &= each == 0;
        }
        boolean ended = session.speaking && silent;
        session.speaking = !silent;
        if (ended) {
            script.accept(session);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
