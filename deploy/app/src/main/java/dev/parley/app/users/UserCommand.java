package dev.parley.app.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.UserError;
import dev.parley.app.text.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Manages the users of a running Parley. */
@Command(
        name = "user",
        description = {
            "List, add and remove the users of a running Parley, and their tokens.",
            "It asks the Parley that runs on the data directory, with the local token."
        })
public final class UserCommand implements Runnable {
    @Mixin private AskedParley parley = new AskedParley();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token of an administrator there.",
            scope = ScopeType.INHERIT)
    private @Nullable String token;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        try {
            list();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Command(name = "list", description = "List the users, and their tokens that are good.")
    void list() throws InterruptedException {
        UserApi api = api();
        Table table = new Table("USER", "NAME", "ROLE", "TOKEN", "FOR", "ENDS");
        for (JsonNode user : api.ask("GET", "/api/users", null).path("users")) {
            String id = user.path("id").asText();
            String name = user.path("name").asText("");
            String role = user.path("role").asText();
            boolean shown = false;
            for (JsonNode each : api.ask("GET", tokens(id), null).path("tokens")) {
                if (isGood(each)) {
                    table.row(
                            shown ? "" : id,
                            shown ? "" : name,
                            shown ? "" : role,
                            each.path("id").asText(),
                            each.path("name").asText(),
                            each.path("expires").asText("never"));
                    shown = true;
                }
            }
            if (!shown) {
                table.row(id, name, role, "", "", "");
            }
        }
        out().print(table);
        out().flush();
    }

    private static boolean isGood(JsonNode token) {
        return token.path("revoked").isNull()
                && (token.path("expires").isNull()
                        || Instant.parse(token.path("expires").asText()).isAfter(Instant.now()));
    }

    @Command(name = "add", description = "Add a user, and print their first token, this once.")
    void add(
            @Parameters(paramLabel = "NAME", description = "What you call them.") String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "user",
                            description =
                                    "admin, user, guest, or monitor, who reads figures only"
                                            + " (${DEFAULT-VALUE}).")
                    String role)
            throws InterruptedException {
        UserApi api = api();
        JsonNode user = api.ask("POST", "/api/users", object().put("name", name).put("role", role));
        String id = user.path("id").asText();
        out().println("User   " + id + "  " + name + ", " + user.path("role").asText());
        mint(api, id, "first", null);
    }

    @Command(
            name = "token",
            description = "Make another token for a user, and print it, this once.")
    void token(
            @Parameters(paramLabel = "USER", description = "By name or id.") String user,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            defaultValue = "another",
                            description = "What the token is for.")
                    String name,
            @Option(
                            names = "--days",
                            paramLabel = "DAYS",
                            description = "How long it lasts; for ever if not said.")
                    @Nullable Integer days)
            throws InterruptedException {
        UserApi api = api();
        mint(api, api.idOf(user), name, days);
    }

    private void mint(UserApi api, String user, String name, @Nullable Integer days)
            throws InterruptedException {
        ObjectNode body = object().put("name", name);
        if (days != null) {
            body.put("expires_in", Duration.ofDays(days).toSeconds());
        }
        JsonNode minted = api.ask("POST", tokens(user), body);
        out().println("Token  " + minted.path("token").asText());
        out().println(
                        "It isn't shown again. To revoke it: parley user revoke "
                                + user
                                + " "
                                + minted.path("id").asText());
        out().flush();
    }

    @Command(
            name = "revoke",
            description = "Revoke a token: it lets nobody in any more, and its sessions end.")
    void revoke(
            @Parameters(paramLabel = "USER", description = "By name or id.") String user,
            @Parameters(paramLabel = "TOKEN", description = "As parley user list names it.")
                    String revoked)
            throws InterruptedException {
        UserApi api = api();
        api.ask("DELETE", tokens(api.idOf(user)) + "/" + UserApi.segment(revoked), null);
        out().println("Revoked. Its sessions end within seconds.");
        out().flush();
    }

    @Command(
            name = "remove",
            description = {
                "Remove a user for good: their sessions end, their tokens and keys are destroyed.",
                "What they said can't be read any more, by anybody, wherever it is kept."
            })
    void remove(
            @Parameters(paramLabel = "USER", description = "By name or id.") String user,
            @Option(names = "--yes", description = "You know that it can't be undone.") boolean yes)
            throws InterruptedException {
        if (!yes) {
            throw new UserError(
                    "What "
                            + user
                            + " said can't be read by anybody afterwards. If that is meant, add"
                            + " --yes.");
        }
        UserApi api = api();
        api.ask("DELETE", "/api/users/" + UserApi.segment(api.idOrGone(user)), null);
        out().println("Removed, with all keys to what was said.");
        out().flush();
    }

    private UserApi api() {
        return parley.api(token, "Give the --token of an administrator there, too.");
    }

    private static String tokens(String user) {
        return "/api/users/" + UserApi.segment(user) + "/tokens";
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
