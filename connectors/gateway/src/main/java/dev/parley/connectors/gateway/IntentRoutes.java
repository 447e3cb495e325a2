package dev.parley.connectors.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.streams.intent.IntentClassifier;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/intents}: what a sentence is taken for. */
final class IntentRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(IntentRoutes.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BODY_BYTES = 64 << 10;

    private final Vertx vertx;
    private final IntentClassifier classifier;
    private final int textCharacters;

    IntentRoutes(Vertx vertx, IntentClassifier classifier, int textCharacters) {
        this.vertx = vertx;
        this.classifier = classifier;
        this.textCharacters = textCharacters;
    }

    void addTo(Router router) {
        router.post("/api/intents")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES))
                .handler(this::classify);
    }

    private void classify(RoutingContext context) {
        String text = text(context.body().asString());
        if (text == null || text.isBlank() || text.length() > textCharacters) {
            Problem.send(
                    context,
                    400,
                    "The body must be {\"text\": …} with 1 to " + textCharacters + " characters.");
            return;
        }
        vertx.executeBlocking(() -> classifier.classify(text), false)
                .onComplete(
                        found -> tell(context, found),
                        fault -> {
                            LOG.error("The classifier failed: {}", fault.getClass().getName());
                            Problem.send(context, 500, "The classifier failed.");
                        });
    }

    private static @Nullable String text(@Nullable String body) {
        if (body == null) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? null : json.path("text").textValue();
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static void tell(RoutingContext context, IntentClassifier.Classification found) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("intent", found.intent())
                        .put("confidence", found.confidence());
        ObjectNode slots = body.putObject("slots");
        found.slots().forEach(slots::put);
        context.response().putHeader("content-type", "application/json").end(body.toString());
    }
}
