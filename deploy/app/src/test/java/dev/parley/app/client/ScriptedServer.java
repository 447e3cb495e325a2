package dev.parley.app.client;

import dev.parley.streams.audio.Pcm;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** A voice server that does what its script says when the question's sound falls silent. */
public final class ScriptedServer implements AutoCloseable {
    public static final String TOKEN = "a-good-token";

    /** What a client sent, with when it came. */
    public record Arrival(long atNanos, JsonObject event) {
        String type() {
            return event.getString("type");
        }

        short[] samples() {
            return Pcm.toShorts(Base64.getDecoder().decode(event.getString("audio")));
        }
    }

    /** One client's session. */
    public static final class Session {
        private final ServerWebSocket socket;
        private final Vertx vertx;
        private Runnable onceCancelled = () -> {};
        private boolean speaking;
        private int asked;

        private Session(ServerWebSocket socket, Vertx vertx) {
            this.socket = socket;
            this.vertx = vertx;
        }

        public Session send(String type, JsonObject fields) {
            var event = new JsonObject().put("type", type).put("event_id", "e").mergeIn(fields);
            socket.writeTextMessage(event.encode());
            return this;
        }

        public Session heard(String text) {
            send("parley.transcript.partial", new JsonObject().put("text", text));
            send(
                    "conversation.item.input_audio_transcription.completed",
                    new JsonObject().put("item_id", "i1").put("transcript", text));
            return send(
                    "parley.turn.ended", new JsonObject().put("turn_id", "t1").put("text", text));
        }

        public Session understood(String intent) {
            return send(
                    "parley.intent.recognized",
                    new JsonObject()
                            .put("turn_id", "t1")
                            .put("intent", intent)
                            .put("confidence", 0.97)
                            .put("source", "rule")
                            .put("slots", new JsonObject().put("place", "tokyo")));
        }

        public Session usesTool(String tool) {
            return send(
                    "parley.tool.requested",
                    new JsonObject()
                            .put("call_id", "c1")
                            .put("tool", tool)
                            .put("arguments", new JsonObject().put("place", "Tokyo")));
        }

        public Session begins(String reply) {
            return send(
                    "response.created",
                    new JsonObject()
                            .put(
                                    "response",
                                    new JsonObject()
                                            .put("id", reply)
                                            .put("status", "in_progress")));
        }

        public Session says(String reply, String words) {
            return send(
                    "response.output_audio_transcript.delta",
                    new JsonObject().put("response_id", reply).put("delta", words));
        }

        public Session sounds(String reply, short[] samples) {
            return send(
                    "response.output_audio.delta",
                    new JsonObject()
                            .put("response_id", reply)
                            .put("item_id", "item-" + reply)
                            .put("content_index", 0)
                            .put(
                                    "delta",
                                    Base64.getEncoder().encodeToString(Pcm.toBytes(samples))));
        }

        public Session sounds(String reply, int millis) {
            return sounds(reply, new short[RealtimeClient.REPLY_RATE / 1000 * millis]);
        }

        public Session ends(String reply, String status) {
            return send(
                    "response.done",
                    new JsonObject()
                            .put(
                                    "response",
                                    new JsonObject().put("id", reply).put("status", status)));
        }

        public Session cancels(String reply) {
            return send("parley.reply.cancelled", new JsonObject().put("response_id", reply));
        }

        /** What to do when the client asks to cancel a reply. */
        public void onceCancelled(Runnable action) {
            onceCancelled = action;
        }

        public Session measured() {
            return send(
                    "parley.timeline",
                    new JsonObject()
                            .put("turn_id", "t1")
                            .put("total_us", 1_000_000)
                            .put("unattributed_us", 0)
                            .put(
                                    "segments",
                                    new JsonArray()
                                            .add(
                                                    new JsonObject()
                                                            .put("name", "client audio")
                                                            .put("stage", "gateway")
                                                            .put("us", 1_000_000))));
        }

        /** How many questions were asked. */
        public int asked() {
            return asked;
        }

        public void later(int millis, Runnable action) {
            vertx.setTimer(millis, timer -> action.run());
        }

        public void hangUp(int code, String reason) {
            socket.close((short) code, reason);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<Arrival> arrivals = Collections.synchronizedList(new ArrayList<>());
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private final Consumer<Session> script;
    private final Consumer<Session> typed;
    private final HttpServer server;

    /**
     * @param script what to do once a question was asked
     */
    public ScriptedServer(Consumer<Session> script) {
        this(script, session -> {});
    }

    /**
     * @param script what to do once a question was spoken
     * @param typed what to do once one was typed
     */
    public ScriptedServer(Consumer<Session> script, Consumer<Session> typed) {
        this.script = script;
        this.typed = typed;
        this.server =
                vertx.createHttpServer()
                        .webSocketHandshakeHandler(
                                handshake -> {
                                    paths.add(handshake.uri());
                                    String shown = handshake.headers().get("Authorization");
                                    if (("Bearer " + TOKEN).equals(shown)) {
                                        handshake.accept();
                                    } else {
                                        handshake.reject(401);
                                    }
                                })
                        .webSocketHandler(this::serve)
                        .listen(0, "127.0.0.1")
                        .await();
    }

    public URI url() {
        return URI.create("ws://127.0.0.1:" + server.actualPort() + "/v1/realtime");
    }

    public List<Arrival> arrivals(String type) {
        synchronized (arrivals) {
            return arrivals.stream().filter(arrival -> arrival.type().equals(type)).toList();
        }
    }

    public List<String> paths() {
        return paths;
    }

    private void serve(ServerWebSocket socket) {
        Session session = new Session(socket, vertx);
        session.send(
                "session.created",
                new JsonObject()
                        .put(
                                "session",
                                new JsonObject().put("id", "s0-scripted").put("model", "parley")));
        socket.textMessageHandler(text -> take(session, new JsonObject(text)));
    }

    private void take(Session session, JsonObject event) {
        Arrival arrival = new Arrival(System.nanoTime(), event);
        arrivals.add(arrival);
        if (arrival.type().equals("response.cancel")) {
            session.onceCancelled.run();
        }
        if (arrival.type().equals("response.create")) {
            typed.accept(session);
        }
        if (!arrival.type().equals("input_audio_buffer.append")) {
            return;
        }
        boolean silent = true;
        for (short sample : arrival.samples()) {
            silent &= sample == 0;
        }
        session.speaking |= !silent;
        if (session.speaking && silent) {
            session.speaking = false;
            session.asked++;
            script.accept(session);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
