package dev.parley.app.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.UserError;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.text.Table;
import dev.parley.app.users.UserApi;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running Parley what was done. */
@Command(
        name = "query",
        description = {
            "Show what was done, the newest first: when, who, what, to what, and what came of it.",
            "It asks the Parley that runs on the data directory, with the local token."
        })
public final class QueryCommand implements Runnable {
    private static final int PAGE = 200;

    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--user", paramLabel = "ID", description = "Of this user alone.")
    private @Nullable String user;

    @Option(
            names = "--tool",
            paramLabel = "NAME",
            description = "Of this tool, or whatever else was the subject.")
    private @Nullable String tool;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "Of this kind, such as tool.decided.")
    private @Nullable String action;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "That ended so, such as denied.")
    private @Nullable String outcome;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "At that time or later, such as 2026-11-24T06:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before that time.")
    private @Nullable String until;

    @Option(names = "--session", paramLabel = "ID", description = "In this session.")
    private @Nullable String session;

    @Option(names = "--call", paramLabel = "ID", description = "Of this call.")
    private @Nullable String call;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at most (${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--json", description = "Print an object of JSON a line.")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of the Parley to ask; by default the usual one.")
    private @Nullable Path data;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask the Parley there instead, such as http://127.0.0.1:8000/.")
    private @Nullable URI url;

    @Option(names = "--token", paramLabel = "TOKEN", description = "Your token there.")
    private @Nullable String token;

    @Option(
            names = "--authority",
            paramLabel = "FILE",
            description = "The authority that vouches for it (PEM), where it is your own.")
    private @Nullable Path authority;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        try {
            show(entries(api()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private UserApi api() {
        if (url != null) {
            if (token == null) {
                throw new UserError("Give your --token there, too.");
            }
            return new UserApi(url, token, authority);
        }
        return UserApi.on(data != null ? data : configuration.load().root().data());
    }

    private List<JsonNode> entries(UserApi api) throws InterruptedException {
        List<JsonNode> entries = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page =
                    api.ask("GET", path(Math.min(PAGE, most - entries.size()), cursor), null);
            page.path("entries").forEach(entries::add);
            cursor = page.path("next").textValue();
        } while (cursor != null && entries.size() < most);
        return entries;
    }

    private String path(int limit, @Nullable String cursor) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("limit", Integer.toString(limit));
        put(parameters, "user", user);
        put(parameters, "tool", tool);
        put(parameters, "action", action);
        put(parameters, "outcome", outcome);
        put(parameters, "since", since);
        put(parameters, "until", until);
        put(parameters, "session", session);
        put(parameters, "call", call);
        put(parameters, "cursor", cursor);
        List<String> said = new ArrayList<>();
        parameters.forEach((name, value) -> said.add(name + "=" + UserApi.segment(value)));
        return "/api/audit?" + String.join("&", said);
    }

    private static void put(Map<String, String> into, String name, @Nullable String value) {
        if (value != null) {
            into.put(name, value);
        }
    }

    private void show(List<JsonNode> entries) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            entries.forEach(out::println);
        } else {
            Table table = new Table("WHEN", "WHO", "WHAT", "TO WHAT", "OUTCOME", "WHY", "CALL");
            for (JsonNode entry : entries) {
                table.row(
                        entry.path("at").asText(),
                        entry.path("actor").asText(),
                        entry.path("action").asText(),
                        entry.path("subject").asText(),
                        entry.path("outcome").asText(),
                        entry.path("rule").asText(""),
                        entry.path("call").asText(""));
            }
            out.print(table);
        }
        out.flush();
    }
}
