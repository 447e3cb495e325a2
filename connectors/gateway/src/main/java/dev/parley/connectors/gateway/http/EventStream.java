package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;

/**
 * Server-sent events (HTML Living Standard, section 9.2), one line of JSON each. For one thread,
 * which is not the event loop.
 */
final class EventStream {
    private final HttpServerResponse response;
    private final Context loop;
    private int number;

    EventStream(HttpServerResponse response, Context loop) {
        this.response = response;
        this.loop = loop;
    }

    void begin() {
        loop.runOnContext(
                now ->
                        response.setChunked(true)
                                .putHeader("content-type", TurnRoutes.EVENTS)
                                .putHeader("x-accel-buffering", "no")
                                .writeHead());
    }

    void tell(Event event, SessionId session) {
        switch (event) {
            case Turn.Ended ended ->
                    send("turn", TurnView.json(ended).put("session", session.value()));
            case Intent.Recognized intent -> send("intent", TurnView.json(intent));
            case Tool.Requested request -> send("tool", TurnView.json(request));
            case Tool.Succeeded result -> send("tool", TurnView.json(result));
            case Tool.Failed failure -> send("tool", TurnView.json(failure));
            case Reply.Sentence sentence -> send("sentence", TurnView.json(sentence));
            case Timeline.TurnMeasured measured -> send("timeline", TurnView.json(measured));
            default -> {
                // told with the end
            }
        }
    }

    void send(String type, ObjectNode data) {
        String text = "id: " + number++ + "\nevent: " + type + "\ndata: " + data + "\n\n";
        loop.runOnContext(
                now -> {
                    if (!response.closed() && !response.ended()) {
                        response.write(text);
                    }
                });
    }

    void end() {
        loop.runOnContext(
                now -> {
                    if (!response.closed() && !response.ended()) {
                        response.end();
                    }
                });
    }
}
