package dev.parley.app.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.UserError;
import dev.parley.app.text.Table;
import dev.parley.app.users.ApiOptions;
import dev.parley.app.users.UserApi;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

/** What users of a running Parley may let the agent do. */
@Command(
        name = "permissions",
        description = {
            "Show and change what the agent may do for a user: read, write, execute, tool by tool.",
            "It asks the Parley that runs on the data directory, with the local token."
        })
public final class PermissionsCommand implements Runnable {
    private static final String PATH = "/api/permissions";

    /** What is granted or refused. */
    static final class Change {
        @Parameters(
                index = "0",
                paramLabel = "TOOL",
                description = "The tool's name, or * for every one.")
        private String tool = "";

        @Parameters(
                index = "1..*",
                paramLabel = "ACCESS",
                arity = "1..3",
                description = "read, write, execute.")
        private List<String> access = List.of();

        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "How long, such as 30m, 8h or 7d; for ever if not said.")
        private @Nullable String lasts;
    }

    @Mixin private ApiOptions options = new ApiOptions();

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "By id: another user than yourself; for administrators.",
            scope = ScopeType.INHERIT)
    private @Nullable String user;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        try {
            list();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Command(name = "list", description = "Show what is permitted, and by which rule.")
    void list() throws InterruptedException {
        JsonNode answer =
                options.api()
                        .ask(
                                "GET",
                                user == null ? PATH : PATH + "?user=" + UserApi.segment(user),
                                null);
        Table table = new Table("TOOL", "READ", "WRITE", "EXECUTE");
        for (JsonNode tool : answer.path("tools")) {
            table.row(
                    tool.path("tool").asText(),
                    shown(tool.path("read")),
                    shown(tool.path("write")),
                    shown(tool.path("execute")));
        }
        out().println(answer.path("user").asText() + ", " + answer.path("role").asText());
        out().print(table);
        for (JsonNode grant : answer.path("grants")) {
            if (grant.path("until").isTextual()) {
                say(
                        "%s %s until %s"
                                .formatted(
                                        grant.path("tool").asText(),
                                        grant.path("access").asText(),
                                        grant.path("until").asText()));
            }
        }
        out().flush();
    }

    private static String shown(JsonNode decision) {
        return (decision.path("permitted").asBoolean() ? "yes" : "no")
                + " ("
                + decision.path("rule").asText()
                + ")";
    }

    @Command(name = "grant", description = "Permit it to a user; for administrators.")
    void grant(@Mixin Change wanted) throws InterruptedException {
        change(wanted, true);
        say("Granted. It holds within seconds.");
    }

    @Command(
            name = "refuse",
            description = "Refuse it: to yourself, or, as an administrator, to a user.")
    void refuse(@Mixin Change wanted) throws InterruptedException {
        change(wanted, false);
        say("Refused. It holds within seconds.");
    }

    @Command(
            name = "revoke",
            description = "Drop what was granted or refused: what the role may holds again.")
    void revoke(
            @Parameters(paramLabel = "TOOL", description = "As it was granted.") String tool,
            @Parameters(
                            paramLabel = "ACCESS",
                            arity = "1..3",
                            description = "read, write, execute.")
                    List<String> access)
            throws InterruptedException {
        for (String each : access) {
            options.api()
                    .ask(
                            "DELETE",
                            PATH
                                    + "?tool="
                                    + UserApi.segment(tool)
                                    + "&access="
                                    + UserApi.segment(each)
                                    + (user == null ? "" : "&user=" + UserApi.segment(user)),
                            null);
        }
        say("Dropped. What the role may holds again within seconds.");
    }

    private void change(Change wanted, boolean granted) throws InterruptedException {
        for (String each : wanted.access) {
            ObjectNode body =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("tool", wanted.tool)
                            .put("access", each)
                            .put("granted", granted);
            if (user != null) {
                body.put("user", user);
            }
            if (wanted.lasts != null) {
                body.put("until", Instant.now().plus(time(wanted.lasts)).toString());
            }
            options.api().ask("PUT", PATH, body);
        }
    }

    private static Duration time(String text) {
        if (text.matches("[0-9]{1,5}[mhd]")) {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.of(number, ChronoUnit.DAYS);
            };
        }
        throw new UserError("--for takes minutes, hours or days: 30m, 8h, 7d.");
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
