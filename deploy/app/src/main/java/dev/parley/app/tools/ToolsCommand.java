package dev.parley.app.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.UserError;
import dev.parley.app.text.Table;
import dev.parley.app.users.ApiOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The tools of a running Parley. */
@Command(
        name = "tools",
        description = {
            "Show what the agent can do: the tools in its registry.",
            "It asks the Parley that runs on the data directory, with the local token."
        })
public final class ToolsCommand implements Runnable {
    @Mixin private ApiOptions options = new ApiOptions();

    @Option(
            names = "--json",
            description = "Print it as the HTTP API has it.",
            scope = ScopeType.INHERIT)
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        try {
            list();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Command(name = "list", description = "List the tools.")
    void list() throws InterruptedException {
        JsonNode answer = options.api().ask("GET", "/api/tools", null);
        if (json) {
            print(answer.toPrettyString());
            return;
        }
        Table table = new Table("TOOL", "ACCESS", "SENSITIVITY", "WHAT IT DOES");
        for (JsonNode tool : answer.path("tools")) {
            table.row(
                    tool.path("name").asText(),
                    tool.path("access").asText(),
                    tool.path("sensitivity").asText(),
                    tool.path("description").asText());
        }
        out().print(table);
        out().flush();
    }

    @Command(name = "show", description = "Show all that is known of one tool.")
    void show(@Parameters(paramLabel = "NAME", description = "The tool's name.") String name)
            throws InterruptedException {
        for (JsonNode tool : options.api().ask("GET", "/api/tools", null).path("tools")) {
            if (tool.path("name").asText().equals(name)) {
                print(json ? tool.toPrettyString() : described(tool));
                return;
            }
        }
        throw new UserError("There is no tool " + name + ": parley tools lists those there are.");
    }

    private static String described(JsonNode tool) {
        List<String> lines = new ArrayList<>();
        lines.add(tool.path("name").asText() + ": " + tool.path("description").asText());
        lines.add("");
        lines.add("Time limit   " + tool.path("timeLimit").asText());
        lines.add(
                "Repeated     "
                        + (tool.path("idempotent").asBoolean()
                                ? "yes, if its outcome is unknown"
                                : "never"));
        JsonNode rate = tool.path("rate");
        if (rate.isObject()) {
            lines.add(
                    "Rate         "
                            + rate.path("calls").asText()
                            + " in "
                            + rate.path("window").asText());
        }
        if (tool.path("sandbox").isTextual()) {
            lines.add("Sandbox      " + tool.path("sandbox").asText());
        }
        properties(lines, "Takes", tool.path("arguments"));
        properties(lines, "Gives", tool.path("result"));
        lines.add("");
        Table does = new Table("WHEN", "ACCESS", "SENSITIVITY", "ASKED FIRST", "UNDONE BY");
        for (JsonNode operation : tool.path("operations")) {
            does.row(
                    when(operation.path("when")),
                    operation.path("access").asText(),
                    operation.path("sensitivity").asText(),
                    operation.path("question").isTextual()
                            ? operation.path("question").asText()
                            : "",
                    operation.path("compensation").path("tool").asText(""));
        }
        lines.add(does.toString().stripTrailing());
        return String.join("\n", lines);
    }

    private static void properties(List<String> lines, String title, JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(each -> required.add(each.asText()));
        lines.add("");
        lines.add(schema.path("properties").isEmpty() ? title + " nothing" : title);
        schema.path("properties")
                .properties()
                .forEach(
                        each ->
                                lines.add(
                                        "  "
                                                + each.getKey()
                                                + (required.contains(each.getKey()) ? "" : "?")
                                                + "  "
                                                + each.getValue().path("description").asText()
                                                + choices(each.getValue().path("enum"))));
    }

    private static String choices(JsonNode values) {
        List<String> all = new ArrayList<>();
        values.forEach(value -> all.add(value.asText()));
        return all.isEmpty() ? "" : " (" + String.join(", ", all) + ")";
    }

    private static String when(JsonNode arguments) {
        List<String> all = new ArrayList<>();
        arguments
                .properties()
                .forEach(each -> all.add(each.getKey() + "=" + each.getValue().asText()));
        return all.isEmpty() ? "else" : String.join(" ", all);
    }

    private void print(String text) {
        out().println(text);
        out().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
