package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.UserId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookRoutesTest {
    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpRequest.Builder request(String token, String method, String body) {
        return HttpRequest.newBuilder()
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
    }

    private CompletableFuture<HttpResponse<String>> ask(
            String token, String method, String path, String body) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return gateway.send(path, request(token, method, body));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** The only call that was asked for since the last; by whoever stands in for the stages. */
    private Envelope<?> requested(int number) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < until) {
            List<Envelope<?>> found =
                    gateway.log.written().stream()
                            .<Envelope<?>>map(MemoryLog.Written::envelope)
                            .filter(each -> each.event() instanceof Tool.Requested)
                            .toList();
            if (found.size() >= number) {
                return found.get(number - 1);
            }
            Thread.sleep(5);
        }
        throw new AssertionError("no call was asked for");
    }

    private Tool.Requested succeed(int number, Map<String, String> result) throws Exception {
        Envelope<?> envelope = requested(number);
        Tool.Requested request = (Tool.Requested) envelope.event();
        gateway.log.say(
                envelope.session(),
                new Tool.Succeeded(
                        request.call(), request.turn(), request.tool(), Personal.of(result)));
        return request;
    }

    private Tool.Requested fail(int number, Tool.Reason reason, String sentence) throws Exception {
        Envelope<?> envelope = requested(number);
        Tool.Requested request = (Tool.Requested) envelope.event();
        gateway.log.say(
                envelope.session(),
                new Tool.Failed(
                        request.call(),
                        request.turn(),
                        request.tool(),
                        reason,
                        Personal.of(sentence)));
        return request;
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Client.JSON.readTree(response.body());
    }

    @Test
    void itemsAreAddedByACallOfTheUsersOwn() throws Exception {
        // When
        var answer =
                ask(
                        Gateway.OTHERS_TOKEN,
                        "POST",
                        "/api/lists/shopping/items",
                        "{\"items\":[\"milk\",\"oat\\nmilk\"]}");
        Tool.Requested request =
                succeed(
                        1,
                        Map.of("added", "oat milk", "ids", "c.0", "present", "milk", "count", "2"));

        // Then
        assertThat(request.user()).isEqualTo(new UserId("u2"));
        assertThat(request.tool()).isEqualTo("list");
        assertThat(request.arguments().get())
                .isEqualTo(Map.of("list", "shopping", "action", "add", "items", "milk\noat milk"));
        assertThat(answer.get().statusCode()).isEqualTo(201);
        assertThat(json(answer.get()))
                .isEqualTo(
                        Client.JSON.readTree(
                                """
                                {"list":"shopping","count":2,
                                 "added":[{"id":"c.0","text":"oat milk"}],"present":["milk"]}
                                """));
        assertThat(gateway.log.await(requested(1).session(), Control.SessionEnded.class, 1))
                .hasSize(1);
    }

    @Test
    void everyUsersCallIsInTheirOwnName() throws Exception {
        // When
        var annas = ask(Gateway.TOKEN, "GET", "/api/notes", "");
        Tool.Requested first = succeed(1, Map.of("notes", "anna's", "ids", "1", "written", "x"));
        var bens = ask(Gateway.OTHERS_TOKEN, "GET", "/api/notes", "");
        Tool.Requested second = succeed(2, Map.of("notes", "", "ids", ""));

        // Then
        assertThat(first.user()).isEqualTo(new UserId("u1"));
        assertThat(second.user()).isEqualTo(new UserId("u2"));
        assertThat(json(annas.get()).at("/notes/0/text").asText()).isEqualTo("anna's");
        assertThat(json(bens.get()).path("notes")).isEmpty();
    }

    @Test
    void aListIsReadInParts() throws Exception {
        // When
        var answer = ask(Gateway.TOKEN, "GET", "/api/lists/todo/items?from=10&most=2", "");
        Tool.Requested request =
                succeed(
                        1,
                        Map.of(
                                "items",
                                "call mum\nsleep",
                                "ids",
                                "a\nb",
                                "done",
                                "true\nfalse",
                                "count",
                                "12"));

        // Then
        assertThat(request.arguments().get())
                .isEqualTo(Map.of("list", "todo", "action", "read", "from", "10", "most", "2"));
        assertThat(json(answer.get()))
                .isEqualTo(
                        Client.JSON.readTree(
                                """
                                {"list":"todo","count":12,"items":[
                                 {"id":"a","text":"call mum","done":true},
                                 {"id":"b","text":"sleep","done":false}]}
                                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    DELETE | /api/lists/todo/items     | ``             | list      | {action=clear, list=todo}        | removed=x
                    DELETE | /api/lists/todo/items/c.0 | ``             | list      | {action=remove, id=c.0, list=todo} | missing=
                    PUT    | /api/lists/todo/items/c.0 | {"done":true}  | list      | {action=check, id=c.0, list=todo} | missing=
                    PUT    | /api/lists/todo/items/c.0 | {"done":false} | list      | {action=uncheck, id=c.0, list=todo} | missing=
                    DELETE | /api/notes/c.0            | ``             | notes     | {action=remove, id=c.0}          | removed=x
                    DELETE | /api/reminders/c.0        | ``             | reminders | {action=remove, id=c.0}          | removed=x
                    """)
    void changesAreAnsweredWithoutABody(
            String method, String path, String body, String tool, String arguments, String result)
            throws Exception {
        // When
        var answer = ask(Gateway.TOKEN, method, path, body);
        String[] pair = result.split("=", 2);
        Tool.Requested request = succeed(1, Map.of(pair[0], pair[1]));

        // Then
        assertThat(answer.get().statusCode()).isEqualTo(204);
        assertThat(request.tool()).isEqualTo(tool);
        assertThat(new java.util.TreeMap<>(request.arguments().get())).hasToString(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/lists/todo/items/c.0, missing, c.0",
        "/api/notes/c.0, removed, ''",
        "/api/reminders/c.0, removed, ''"
    })
    void whatIsntTheUsersOwnIsNotFound(String path, String name, String value) throws Exception {
        // When
        var answer = ask(Gateway.OTHERS_TOKEN, "DELETE", path, "");
        succeed(1, Map.of(name, value));

        // Then
        assertThat(answer.get().statusCode()).isEqualTo(404);
        assertThat(answer.get().headers().firstValue("content-type"))
                .contains("application/problem+json");
    }

    @Test
    void aReminderIsKept() throws Exception {
        // When
        var answer =
                ask(
                        Gateway.TOKEN,
                        "POST",
                        "/api/reminders",
                        """
                        {"text":"call mum","due":"2026-11-24T06:00:00Z","local":"07:00",
                         "zone":"Europe/Berlin","repeats":["MONDAY","FRIDAY"]}
                        """);
        Tool.Requested request =
                succeed(
                        1,
                        Map.of(
                                "id",
                                "c.0",
                                "text",
                                "call mum",
                                "due",
                                "2026-11-24T06:00:00Z",
                                "local",
                                "07:00",
                                "zone",
                                "Europe/Berlin",
                                "repeats",
                                "MONDAY\nFRIDAY"));

        // Then
        assertThat(request.arguments().get())
                .containsEntry("action", "add")
                .containsEntry("due", "2026-11-24T06:00:00Z")
                .containsEntry("repeats", "MONDAY\nFRIDAY");
        assertThat(answer.get().statusCode()).isEqualTo(201);
        assertThat(json(answer.get()))
                .isEqualTo(
                        Client.JSON.readTree(
                                """
                                {"id":"c.0","text":"call mum","due":"2026-11-24T06:00:00Z",
                                 "local":"07:00","zone":"Europe/Berlin",
                                 "repeats":["MONDAY","FRIDAY"]}
                                """));
    }

    @Test
    void aReminderThatIsKeptRingsAndOneThatIsRemovedDoesnt() throws Exception {
        // When
        var added =
                ask(
                        Gateway.OTHERS_TOKEN,
                        "POST",
                        "/api/reminders",
                        "{\"text\":\"call mum\",\"due\":\"2026-11-24T06:00:00Z\"}");
        succeed(
                1,
                Map.of(
                        "id",
                        "c.0",
                        "text",
                        "call mum",
                        "due",
                        "2026-11-24T06:00:00Z",
                        "zone",
                        "Europe/Berlin"));
        assertThat(added.get().statusCode()).isEqualTo(201);
        var removed = ask(Gateway.OTHERS_TOKEN, "DELETE", "/api/reminders/c.0", "");
        succeed(2, Map.of("removed", "call mum", "ids", "c.0"));
        assertThat(removed.get().statusCode()).isEqualTo(204);

        // Then
        Timer.Requested rings =
                gateway.log.await(requested(1).session(), Timer.Requested.class, 1).getFirst();
        assertThat(rings.user()).isEqualTo(new UserId("u2"));
        assertThat(rings.due()).isEqualTo("2026-11-24T06:00:00Z");
        assertThat(rings.label().get()).isEqualTo("call mum");
        assertThat(rings.ring())
                .isEqualTo(
                        new Timer.Ring(
                                Timer.Kind.REMINDER,
                                null,
                                "2026-11-24T07:00",
                                "Europe/Berlin",
                                List.of()));
        Timer.Withdrawn withdrawn =
                gateway.log.await(requested(2).session(), Timer.Withdrawn.class, 1).getFirst();
        assertThat(withdrawn.timer()).isEqualTo(rings.timer());
        assertThat(withdrawn.user()).isEqualTo(new UserId("u2"));
    }

    @Test
    void aReminderThatIsRefusedDoesntRing() throws Exception {
        // When
        var answer =
                ask(
                        Gateway.TOKEN,
                        "POST",
                        "/api/reminders",
                        "{\"text\":\"x\",\"due\":\"2026-11-24T06:00:00Z\"}");
        fail(1, Tool.Reason.BAD_ARGUMENTS, "That time has passed already.");

        // Then
        assertThat(answer.get().statusCode()).isEqualTo(422);
        gateway.log.await(requested(1).session(), Control.SessionEnded.class, 1);
        assertThat(gateway.log.written())
                .noneMatch(written -> written.envelope().event() instanceof Timer);
    }

    @Test
    void theSameKeyNamesTheSameCallOfTheSameUser() throws Exception {
        // When
        for (int i = 1; i <= 3; i++) {
            String token = i == 3 ? Gateway.OTHERS_TOKEN : Gateway.TOKEN;
            var answer =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return gateway.send(
                                            "/api/notes",
                                            request(token, "POST", "{\"text\":\"x\"}")
                                                    .header("Idempotency-Key", "once"));
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            succeed(i, Map.of("id", "c.0", "text", "x"));
            assertThat(answer.get().statusCode()).isEqualTo(201);
        }

        // Then
        Tool.Requested first = (Tool.Requested) requested(1).event();
        Tool.Requested second = (Tool.Requested) requested(2).event();
        Tool.Requested others = (Tool.Requested) requested(3).event();
        assertThat(second.call()).isEqualTo(first.call());
        assertThat(others.call()).isNotEqualTo(first.call());
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_ARGUMENTS, 422",
        "DENIED, 403",
        "RATE_LIMITED, 429",
        "TIMED_OUT, 504",
        "FAULT, 503"
    })
    void aToolsRefusalIsAProblem(Tool.Reason reason, int status) throws Exception {
        // When
        var answer = ask(Gateway.TOKEN, "POST", "/api/notes", "{\"text\":\"x\"}");
        fail(1, reason, "That is why.");

        // Then
        assertThat(answer.get().statusCode()).isEqualTo(status);
        assertThat(json(answer.get()).path("detail").asText()).isEqualTo("That is why.");
    }

    @Test
    void anAnswerThatDoesntComeIsAProblem() throws Exception {
        assertThat(ask(Gateway.TOKEN, "GET", "/api/notes", "").get().statusCode()).isEqualTo(504);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    POST   | /api/lists/todo/items          | {}                                   | 400
                    POST   | /api/lists/todo/items          | {"items":"milk"}                     | 400
                    POST   | /api/lists/todo/items          | {"items":[" "]}                      | 400
                    POST   | /api/lists/todo/items          | {"items":[1]}                        | 400
                    POST   | /api/lists/todo/items          | {"items":["x"],"more":1}             | 400
                    POST   | /api/lists/todo/items          | {"items":["x"],"items":["y"]}        | 400
                    POST   | /api/lists/todo/items          | nonsense                             | 400
                    POST   | /api/lists/wishes/items        | {"items":["x"]}                      | 404
                    GET    | /api/lists/todo/items?most=-1  | ``                                   | 400
                    GET    | /api/lists/todo/items?from=9999999999 | ``                            | 400
                    PUT    | /api/lists/todo/items/x        | {"done":"yes"}                       | 400
                    DELETE | /api/lists/todo/items/%20      | ``                                   | 404
                    POST   | /api/notes                     | {"text":""}                          | 400
                    POST   | /api/notes                     | {"text":7}                           | 400
                    POST   | /api/reminders                 | {"text":"x"}                         | 400
                    POST   | /api/reminders                 | {"text":"x","due":"2026-02-31T00:00:00Z"} | 400
                    POST   | /api/reminders                 | {"text":"x","due":"soon"}            | 400
                    POST   | /api/reminders                 | {"text":"x","due":"2026-11-24T06:00:00Z","zone":"Mars/Base"} | 400
                    """)
    void badInputIsAProblemAndNoCall(String method, String path, String body, int status)
            throws ExecutionException, InterruptedException {
        HttpResponse<String> refused = ask(Gateway.TOKEN, method, path, body).get();
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(gateway.log.written())
                .noneMatch(written -> written.envelope().event() instanceof Tool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/notes", "/api/reminders", "/api/lists/todo/items"})
    void strangersAndMonitorsAreNotLetIn(String path) throws Exception {
        assertThat(gateway.send(path, HttpRequest.newBuilder()).statusCode()).isEqualTo(401);
        assertThat(gateway.status(path, Gateway.MONITORS_TOKEN)).isEqualTo(403);
    }
}
