package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.Problem;
import dev.parley.connectors.gateway.turns.ToolCalls;
import dev.parley.connectors.gateway.turns.TurnRefusedException;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.timer.ReminderTimers;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/lists}, {@code /api/notes}, {@code /api/reminders}: what the caller has the agent
 * keep, by the tools that the agent uses itself. A request becomes a tool's call in the log.
 */
public final class NotebookRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BODY_BYTES = 64 << 10;
    private static final int KEY_CHARACTERS = 200;
    private static final int MOST_ITEMS = 100;
    private static final int MOST_DAYS = 14;
    private static final Set<String> LISTS = Set.of("todo", "shopping");
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private final ToolCalls calls;
    private final Function<RoutingContext, UserId> caller;

    /**
     * @param caller who asks
     */
    public NotebookRoutes(ToolCalls calls, Function<RoutingContext, UserId> caller) {
        this.calls = calls;
        this.caller = caller;
    }

    public void addTo(Router router) {
        on(router.get("/api/lists/:list/items"), this::items);
        on(withBody(router.post("/api/lists/:list/items")), this::addItems);
        on(router.delete("/api/lists/:list/items"), this::clear);
        on(withBody(router.put("/api/lists/:list/items/:item")), this::check);
        on(router.delete("/api/lists/:list/items/:item"), this::removeItem);
        on(router.get("/api/notes"), this::notes);
        on(withBody(router.post("/api/notes")), this::addNote);
        on(router.delete("/api/notes/:note"), context -> remove(context, "notes", "note"));
        on(router.get("/api/reminders"), this::reminders);
        on(withBody(router.post("/api/reminders")), this::addReminder);
        on(
                router.delete("/api/reminders/:reminder"),
                context -> remove(context, "reminders", "reminder"));
    }

    private interface Handler {
        Blocking.Answer answer(RoutingContext context)
                throws ProblemException, InterruptedException;
    }

    private static void on(Route route, Handler handler) {
        route.handler(context -> Blocking.answer(context, () -> handler.answer(context)));
    }

    private static Route withBody(Route route) {
        return route.consumes("application/json")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES));
    }

    private Blocking.Answer items(RoutingContext context)
            throws ProblemException, InterruptedException {
        Map<String, String> arguments = slice(context);
        arguments.put("list", list(context));
        arguments.put("action", "read");
        Map<String, String> result = call(context, "list", arguments);
        ObjectNode body = counted(result).put("list", list(context));
        ArrayNode items = body.putArray("items");
        List<String> ids = lines(result, "ids");
        for (int i = 0; i < ids.size(); i++) {
            items.addObject()
                    .put("id", ids.get(i))
                    .put("text", line(result, "items", i))
                    .put("done", line(result, "done", i).equals("true"));
        }
        return Blocking.Answer.ok(body);
    }

    private Blocking.Answer addItems(RoutingContext context)
            throws ProblemException, InterruptedException {
        String list = list(context);
        JsonBody wanted = JsonBody.of(context.body().asString(), Set.of("items"));
        List<String> items = wanted.lines("items", MOST_ITEMS);
        if (items.isEmpty()) {
            throw ProblemException.invalid("#/items", "The items must not be missing.");
        }
        Map<String, String> result =
                call(
                        context,
                        "list",
                        Map.of("list", list, "action", "add", "items", String.join("\n", items)));
        ObjectNode body = counted(result).put("list", list);
        ArrayNode added = body.putArray("added");
        List<String> ids = lines(result, "ids");
        for (int i = 0; i < ids.size(); i++) {
            added.addObject().put("id", ids.get(i)).put("text", line(result, "added", i));
        }
        ArrayNode present = body.putArray("present");
        lines(result, "present").forEach(present::add);
        return new Blocking.Answer(201, body);
    }

    private Blocking.Answer clear(RoutingContext context)
            throws ProblemException, InterruptedException {
        call(context, "list", Map.of("list", list(context), "action", "clear"));
        return new Blocking.Answer(204, null);
    }

    private Blocking.Answer check(RoutingContext context)
            throws ProblemException, InterruptedException {
        boolean done = JsonBody.of(context.body().asString(), Set.of("done")).truth("done");
        return changed(context, done ? "check" : "uncheck");
    }

    private Blocking.Answer removeItem(RoutingContext context)
            throws ProblemException, InterruptedException {
        return changed(context, "remove");
    }

    private Blocking.Answer changed(RoutingContext context, String action)
            throws ProblemException, InterruptedException {
        Map<String, String> result =
                call(
                        context,
                        "list",
                        Map.of(
                                "list",
                                list(context),
                                "action",
                                action,
                                "id",
                                parameter(context, "item")));
        if (!result.getOrDefault("missing", "").isEmpty()) {
            throw noSuch("item");
        }
        return new Blocking.Answer(204, null);
    }

    private Blocking.Answer notes(RoutingContext context)
            throws ProblemException, InterruptedException {
        Map<String, String> arguments = slice(context);
        arguments.put("action", "read");
        Map<String, String> result = call(context, "notes", arguments);
        ObjectNode body = counted(result);
        ArrayNode notes = body.putArray("notes");
        List<String> ids = lines(result, "ids");
        for (int i = 0; i < ids.size(); i++) {
            notes.addObject()
                    .put("id", ids.get(i))
                    .put("text", line(result, "notes", i))
                    .put("writtenAt", line(result, "written", i));
        }
        return Blocking.Answer.ok(body);
    }

    private Blocking.Answer addNote(RoutingContext context)
            throws ProblemException, InterruptedException {
        String text = JsonBody.of(context.body().asString(), Set.of("text")).text("text");
        Map<String, String> result = call(context, "notes", Map.of("action", "add", "text", text));
        return new Blocking.Answer(
                201,
                JSON.createObjectNode()
                        .put("id", result.getOrDefault("id", ""))
                        .put("text", result.getOrDefault("text", "")));
    }

    private Blocking.Answer reminders(RoutingContext context)
            throws ProblemException, InterruptedException {
        Map<String, String> arguments = slice(context);
        arguments.put("action", "read");
        Map<String, String> result = call(context, "reminders", arguments);
        ObjectNode body = counted(result);
        ArrayNode reminders = body.putArray("reminders");
        List<String> ids = lines(result, "ids");
        for (int i = 0; i < ids.size(); i++) {
            reminder(
                    reminders.addObject(),
                    ids.get(i),
                    line(result, "reminders", i),
                    line(result, "due", i),
                    line(result, "local", i),
                    line(result, "zone", i),
                    line(result, "repeats", i).replace(",", "\n"));
        }
        return Blocking.Answer.ok(body);
    }

    private Blocking.Answer addReminder(RoutingContext context)
            throws ProblemException, InterruptedException {
        JsonBody wanted =
                JsonBody.of(
                        context.body().asString(),
                        Set.of("text", "due", "local", "zone", "repeats"));
        Map<String, String> arguments = new HashMap<>();
        arguments.put("action", "add");
        arguments.put("text", wanted.text("text"));
        arguments.put("due", instant(wanted.text("due")));
        wanted.optional("local").ifPresent(local -> arguments.put("local", local));
        if (wanted.optional("zone").isPresent()) {
            arguments.put("zone", zone(wanted.text("zone")));
        }
        List<String> repeats = wanted.lines("repeats", MOST_DAYS);
        if (!repeats.isEmpty()) {
            arguments.put("repeats", String.join("\n", repeats));
        }
        Map<String, String> result = call(context, "reminders", arguments);
        ObjectNode body = JSON.createObjectNode();
        reminder(
                body,
                result.getOrDefault("id", ""),
                result.getOrDefault("text", ""),
                result.getOrDefault("due", ""),
                result.getOrDefault("local", ""),
                result.getOrDefault("zone", ""),
                result.getOrDefault("repeats", ""));
        return new Blocking.Answer(201, body);
    }

    private static void reminder(
            ObjectNode json,
            String id,
            String text,
            String due,
            String local,
            String zone,
            String repeats) {
        json.put("id", id)
                .put("text", text)
                .put("due", due)
                .put("local", local.isEmpty() ? null : local)
                .put("zone", zone);
        ArrayNode days = json.putArray("repeats");
        repeats.lines().filter(day -> !day.isBlank()).forEach(days::add);
    }

    private Blocking.Answer remove(RoutingContext context, String tool, String entry)
            throws ProblemException, InterruptedException {
        Map<String, String> result =
                call(context, tool, Map.of("action", "remove", "id", parameter(context, entry)));
        if (result.getOrDefault("removed", "").isEmpty()) {
            throw noSuch(entry);
        }
        return new Blocking.Answer(204, null);
    }

    private Map<String, String> call(
            RoutingContext context, String tool, Map<String, String> arguments)
            throws ProblemException, InterruptedException {
        UserId user = caller.apply(context);
        ToolCalls.Sequel sequel =
                tool.equals("reminders")
                        ? (done, turn) ->
                                rings(
                                        arguments.getOrDefault("action", ""),
                                        done.result().orElse(Map.of()),
                                        turn,
                                        user)
                        : (done, turn) -> List.of();
        try {
            return switch (calls.call(user, tool, arguments, key(context), sequel).orElse(null)) {
                case Tool.Succeeded done -> done.result().orElse(Map.of());
                case Tool.Failed failed -> throw new ProblemException(problem(failed));
                case null, default ->
                        throw new ProblemException(
                                Problem.named(
                                        504,
                                        "deadline-exceeded",
                                        "No answer in time",
                                        "The request was not answered in time."));
            };
        } catch (TurnRefusedException e) {
            throw ProblemException.of(e);
        }
    }

    /** What rings, or no longer rings, once the tool has kept or dropped a reminder. */
    private static List<? extends Timer> rings(
            String action, Map<String, String> result, TurnId turn, UserId user) {
        return switch (action) {
            case "add" -> List.of(ReminderTimers.kept(result, turn, user));
            case "remove" -> ReminderTimers.dropped(result, turn, user);
            default -> List.of();
        };
    }

    /** Null where nothing is added: that may be said again anyway. */
    private static @Nullable String key(RoutingContext context) throws ProblemException {
        String key = context.request().getHeader("idempotency-key");
        if (key == null || !context.request().method().equals(HttpMethod.POST)) {
            return null;
        }
        if (key.isBlank() || key.length() > KEY_CHARACTERS) {
            throw ProblemException.invalid(
                    "Idempotency-Key",
                    "An Idempotency-Key has 1 to " + KEY_CHARACTERS + " characters.");
        }
        return Problem.pathOf(context) + "\n" + key;
    }

    private static Problem problem(Tool.Failed failed) {
        String sentence = failed.message().orElse("That can't be done.");
        return switch (failed.reason()) {
            case BAD_ARGUMENTS ->
                    Problem.named(422, "refused", "The request was refused", sentence);
            case DENIED -> Problem.named(403, "denied", "That isn't allowed", sentence);
            case RATE_LIMITED ->
                    Problem.named(429, "rate-limit-exceeded", "Too many requests", sentence)
                            .retryAfter(A_WHILE);
            case TIMED_OUT ->
                    Problem.named(504, "deadline-exceeded", "No answer in time", sentence);
            case UNKNOWN_TOOL, OUTCOME_UNKNOWN, FAULT ->
                    Problem.named(503, "store-unavailable", "The store is unavailable", sentence);
        };
    }

    private static String list(RoutingContext context) throws ProblemException {
        String list = parameter(context, "list");
        if (!LISTS.contains(list)) {
            throw noSuch("list");
        }
        return list;
    }

    private static String parameter(RoutingContext context, String name) throws ProblemException {
        String value = Objects.requireNonNullElse(context.pathParam(name), "");
        if (!value.matches("[\\w.:-]{1,200}")) {
            throw noSuch(name);
        }
        return value;
    }

    private static ProblemException noSuch(String what) {
        return new ProblemException(
                Problem.named(
                        404,
                        what + "-not-found",
                        "No such " + what,
                        "You have no such " + what + "."));
    }

    private static Map<String, String> slice(RoutingContext context) throws ProblemException {
        Map<String, String> arguments = new HashMap<>();
        for (String name : List.of("from", "most")) {
            String value = context.request().getParam(name);
            if (value != null) {
                if (!value.matches("[0-9]{1,9}")) {
                    throw ProblemException.invalid(name, "That must be a whole number.");
                }
                arguments.put(name, value);
            }
        }
        return arguments;
    }

    private static String instant(String said) throws ProblemException {
        try {
            return Instant.parse(said).toString();
        } catch (DateTimeException e) {
            throw ProblemException.invalid(
                    "#/due", "The due must be a time as 2026-11-24T06:00:00Z.");
        }
    }

    private static String zone(String said) throws ProblemException {
        try {
            return ZoneId.of(said).getId();
        } catch (DateTimeException e) {
            throw ProblemException.invalid(
                    "#/zone", "The zone must be of the IANA's, as Europe/Berlin.");
        }
    }

    private static ObjectNode counted(Map<String, String> result) {
        return JSON.createObjectNode()
                .put("count", Integer.parseInt(result.getOrDefault("count", "0")));
    }

    private static List<String> lines(Map<String, String> result, String name) {
        String lines = result.getOrDefault(name, "");
        return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
    }

    private static String line(Map<String, String> result, String name, int index) {
        String[] lines = result.getOrDefault(name, "").split("\n", -1);
        return index < lines.length ? lines[index] : "";
    }
}
