package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.streams.tool.Operation;
import dev.parley.streams.tool.Tool;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code /api/tools}: the registry of what the agent can do, as it stands. */
public final class ToolRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<List<Tool.Descriptor>> tools;

    public ToolRoutes(Supplier<List<Tool.Descriptor>> tools) {
        this.tools = tools;
    }

    public void addTo(Router router) {
        router.get("/api/tools").produces("application/json").handler(this::tools);
    }

    private void tools(RoutingContext context) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode all = body.putArray("tools");
        tools.get().forEach(tool -> all.add(json(tool)));
        Blocking.send(context, Blocking.Answer.ok(body));
    }

    private static ObjectNode json(Tool.Descriptor tool) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("name", tool.name())
                        .put("description", tool.description())
                        .put("access", text(tool.access()))
                        .put("sensitivity", text(tool.sensitivity()))
                        .put("idempotent", tool.idempotent())
                        .put("timeLimit", tool.timeLimit().toString())
                        .put("sandbox", tool.sandbox());
        Tool.Rate rate = tool.rate();
        if (rate == null) {
            json.putNull("rate");
        } else {
            json.putObject("rate")
                    .put("calls", rate.calls())
                    .put("window", rate.window().toString());
        }
        json.set("arguments", JSON.valueToTree(tool.arguments().json()));
        json.set("result", JSON.valueToTree(tool.result().json()));
        ArrayNode operations = json.putArray("operations");
        tool.operations().forEach(operation -> operations.add(json(operation)));
        return json;
    }

    private static ObjectNode json(Operation operation) {
        ObjectNode json = JSON.createObjectNode();
        json.set("when", JSON.valueToTree(operation.when()));
        json.put("access", text(operation.access()))
                .put("sensitivity", text(operation.sensitivity()))
                .put("question", operation.question());
        Operation.Compensation compensation = operation.compensation();
        if (compensation == null) {
            json.putNull("compensation");
        } else {
            json.putObject("compensation")
                    .put("tool", compensation.tool())
                    .set("arguments", JSON.valueToTree(compensation.arguments()));
        }
        return json;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
