package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.turns.TextTurnsConfig;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Turns over HTTP as a client sees them, and what of them reaches the log. */
class TextTurnTest {
    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aTurnIsWrittenAsAnyClientsAndAnsweredWhole() throws Exception {
        // When
        CompletableFuture<HttpResponse<String>> answer = post("what time is it in tokyo");
        Envelope<?> submitted = submitted(0);
        answer(submitted, "t1", "It is ten oh four.", "Good morning.");
        JsonNode turn = json(answer.join(), 200);

        // Then
        SessionId session = submitted.session();
        assertThat(turn.path("session").asText()).isEqualTo(session.value());
        assertThat(turn.path("turn").asText()).isEqualTo("t1");
        assertThat(turn.path("said").asText()).isEqualTo("what time is it in tokyo");
        assertThat(turn.path("text").asText()).isEqualTo("It is ten oh four. Good morning.");
        assertThat(turn.path("status").asText()).isEqualTo("completed");
        assertThat(turn.at("/intent/name").asText()).isEqualTo("time");
        assertThat(turn.at("/tools/0/arguments/city").asText()).isEqualTo("tokyo");
        assertThat(turn.at("/tools/0/result/time").asText()).isEqualTo("10:04");
        assertThat(turn.at("/timeline/totalMicros").asLong()).isEqualTo(1000);
        assertThat(gateway.log.written(session, Control.class))
                .hasExactlyElementsOfTypes(
                        Control.SessionStarted.class,
                        Control.TextSubmitted.class,
                        Control.PlaybackStarted.class,
                        Control.PlaybackEnded.class);
        assertThat(gateway.log.written(session, Control.SessionStarted.class))
                .containsExactly(new Control.SessionStarted(new UserId("u1"), "http", "UTC"));
        Control.PlaybackEnded heard =
                gateway.log.written(session, Control.PlaybackEnded.class).getFirst();
        assertThat(heard.complete()).isTrue();
        assertThat(heard.sentences()).isEqualTo(2);
        assertThat(gateway.log.written(session, Presence.class))
                .as("who types can't be reached aloud")
                .isEmpty();
    }

    @Test
    void aTurnGoesOnInTheSessionThatItNames() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> first = post("one");
        answer(submitted(0), "t1", "One.");
        String session = json(first.join(), 200).path("session").asText();

        // When
        CompletableFuture<HttpResponse<String>> second =
                post(body("two").put("session", session), Gateway.TOKEN, null);
        answer(submitted(1), "t2", "Two.");

        // Then
        JsonNode turn = json(second.join(), 200);
        assertThat(turn.path("session").asText()).isEqualTo(session);
        assertThat(turn.path("text").asText()).isEqualTo("Two.");
        assertThat(gateway.log.written(new SessionId(session), Control.SessionStarted.class))
                .hasSize(1);
    }

    @Test
    void twoTurnsOfASessionAreToldApart() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> first = post("one");
        Envelope<?> one = submitted(0);
        CompletableFuture<HttpResponse<String>> second =
                post(body("two").put("session", one.session().value()), Gateway.TOKEN, null);
        Envelope<?> two = submitted(1);

        // When
        answer(two, "t2", "Two.");
        answer(one, "t1", "One.");

        // Then
        assertThat(json(first.join(), 200).path("text").asText()).isEqualTo("One.");
        assertThat(json(second.join(), 200).path("text").asText()).isEqualTo("Two.");
    }

    @Test
    void aStreamTellsEachPieceAsItComes() throws Exception {
        // Given
        HttpResponse<InputStream> response =
                gateway.http.send(
                        request(body("hello"), Gateway.TOKEN, null)
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofInputStream());
        Envelope<?> submitted = submitted(0);

        // When
        List<String> types = new ArrayList<>();
        List<JsonNode> data = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            gateway.log.say(submitted.session(), ended(submitted, "t1"));
            gateway.log.say(submitted.session(), sentence("t1", 0, "First.", false));
            while (data.size() < 2) {
                read(lines, types, data);
            }
            gateway.log.say(submitted.session(), sentence("t1", 1, "Second.", true));
            while (read(lines, types, data)) {
                // to the end
            }
        }

        // Then
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(types).containsExactly("turn", "sentence", "sentence", "done");
        assertThat(data.get(0).path("session").asText()).isEqualTo(submitted.session().value());
        assertThat(data.get(2).path("text").asText()).isEqualTo("Second.");
        assertThat(data.getLast().path("text").asText()).isEqualTo("First. Second.");
    }

    @Test
    void whoGoesAwayInTheMiddleCancelsTheReply() throws Exception {
        // Given
        HttpResponse<InputStream> response =
                gateway.http.send(
                        request(body("hello"), Gateway.TOKEN, null)
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofInputStream());
        Envelope<?> submitted = submitted(0);
        gateway.log.say(submitted.session(), ended(submitted, "t1"));
        gateway.log.say(submitted.session(), sentence("t1", 0, "First.", false));
        gateway.log.await(submitted.session(), Control.PlaybackStarted.class, 1);

        // When
        response.body().close();

        // Then
        assertThat(gateway.log.await(submitted.session(), Control.CancelRequested.class, 1))
                .containsExactly(new Control.CancelRequested(new ReplyId("reply_t1")));
        Control.PlaybackEnded heard =
                gateway.log.await(submitted.session(), Control.PlaybackEnded.class, 1).getFirst();
        assertThat(heard.complete()).isFalse();
        assertThat(heard.sentences()).isEqualTo(1);
    }

    @Test
    void whoGoesAwayBeforeTheReplyCancelsItOnceItBegins() throws Exception {
        // Given
        HttpResponse<InputStream> response =
                gateway.http.send(
                        request(body("hello"), Gateway.TOKEN, null)
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofInputStream());
        Envelope<?> submitted = submitted(0);

        // When
        response.body().close();
        gateway.log.say(submitted.session(), ended(submitted, "t1"));
        gateway.log.say(submitted.session(), sentence("t1", 0, "First.", false));

        // Then
        assertThat(gateway.log.await(submitted.session(), Control.CancelRequested.class, 1))
                .containsExactly(new Control.CancelRequested(new ReplyId("reply_t1")));
    }

    @Test
    void theSameKeyNamesTheSameTurnInTheSameSession() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> first =
                post(body("ring me"), Gateway.TOKEN, "key-1");
        Envelope<?> submitted = submitted(0);
        answer(submitted, "t1", "I will.");
        JsonNode told = json(first.join(), 200);

        // When
        JsonNode again = json(post(body("ring me"), Gateway.TOKEN, "key-1").join(), 200);
        HttpResponse<String> reused = post(body("other"), Gateway.TOKEN, "key-1").join();
        CompletableFuture<HttpResponse<String>> others =
                post(body("ring me"), Gateway.OTHERS_TOKEN, "key-1");
        answer(submitted(1), "t2", "You too.");

        // Then
        assertThat(again).isEqualTo(told);
        assertThat(problem(reused, 422).path("type").asText()).endsWith("idempotency-key-reused");
        assertThat(json(others.join(), 200).path("session").asText())
                .isNotEqualTo(told.path("session").asText());
        assertThat(gateway.log.written(submitted.session(), Control.TextSubmitted.class))
                .hasSize(1);
        assertThat(gateway.log.written(submitted.session(), Control.PlaybackEnded.class))
                .hasSize(1);
    }

    @Test
    void aTurnThatNobodyAnswersIsATimeOut() throws Exception {
        // When
        HttpResponse<String> answer = post("is anybody there").join();

        // Then
        JsonNode problem = problem(answer, 504);
        assertThat(problem.path("type").asText()).isEqualTo("urn:parley:problem:deadline-exceeded");
        assertThat(problem.path("instance").asText()).isEqualTo("/api/turns");
    }

    @Test
    void anotherUsersSessionIsNoSession() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> mine = post("mine");
        answer(submitted(0), "t1", "Yours.");
        String session = json(mine.join(), 200).path("session").asText();

        // When
        HttpResponse<String> said =
                post(body("let me in").put("session", session), Gateway.OTHERS_TOKEN, null).join();
        HttpResponse<String> shown = call("GET", "/api/sessions/" + session, Gateway.OTHERS_TOKEN);
        HttpResponse<String> ended =
                call("DELETE", "/api/sessions/" + session, Gateway.OTHERS_TOKEN);
        HttpResponse<String> neverWas =
                call("GET", "/api/sessions/s2-AAAAAAAAAAAAAAAAAAAAAAAAAAAA", Gateway.TOKEN);
        HttpResponse<String> list = call("GET", "/api/sessions", Gateway.OTHERS_TOKEN);

        // Then
        for (HttpResponse<String> refused : List.of(said, shown, ended, neverWas)) {
            assertThat(problem(refused, 404).path("type").asText()).endsWith("session-not-found");
        }
        assertThat(json(list, 200).path("sessions")).isEmpty();
        assertThat(gateway.log.written(new SessionId(session), Control.SessionEnded.class))
                .isEmpty();
    }

    @Test
    void sessionsAreListedShownAndEnded() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> first = post("what time is it in tokyo");
        answer(submitted(0), "t1", "Ten.");
        String session = json(first.join(), 200).path("session").asText();

        // When
        JsonNode open = json(call("GET", "/api/sessions", Gateway.TOKEN), 200);
        JsonNode shown = json(call("GET", "/api/sessions/" + session, Gateway.TOKEN), 200);
        HttpResponse<String> ended = call("DELETE", "/api/sessions/" + session, Gateway.TOKEN);
        HttpResponse<String> endedAgain = call("DELETE", "/api/sessions/" + session, Gateway.TOKEN);
        HttpResponse<String> tooLate =
                post(body("more").put("session", session), Gateway.TOKEN, null).join();
        JsonNode over = json(call("GET", "/api/sessions?limit=1", Gateway.TOKEN), 200);

        // Then
        assertThat(open.at("/sessions/0/session").asText()).isEqualTo(session);
        assertThat(open.at("/sessions/0/state").asText()).isEqualTo("open");
        assertThat(open.at("/sessions/0/here").asBoolean()).isTrue();
        assertThat(shown.path("turns")).hasSize(1);
        assertThat(shown.at("/turns/0/said").asText()).isEqualTo("what time is it in tokyo");
        assertThat(shown.at("/turns/0/text").asText()).isEqualTo("Ten.");
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(endedAgain.statusCode()).isEqualTo(204);
        assertThat(problem(tooLate, 409).path("type").asText()).endsWith("session-ended");
        assertThat(over.at("/sessions/0/endedFor").asText()).isEqualTo("client-ended");
        assertThat(gateway.log.written(new SessionId(session), Control.SessionEnded.class))
                .hasSize(1);
    }

    @Test
    void aVoiceSessionIsEndedOverHttpToo() throws Exception {
        // Given
        try (Client client = gateway.connect()) {
            String session = client.session.value();

            // When
            HttpResponse<String> ended = call("DELETE", "/api/sessions/" + session, Gateway.TOKEN);

            // Then
            assertThat(ended.statusCode()).isEqualTo(204);
            assertThat(client.closed.get(10, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(1000);
            gateway.log.await(client.session, Presence.Left.class, 1);
            assertThat(gateway.log.written(client.session, Control.SessionEnded.class))
                    .containsExactly(new Control.SessionEnded("client-ended"));
        }
    }

    @Test
    void whatIsErasedIsShownAsErased() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> first = post("a secret");
        Envelope<?> submitted = submitted(0);
        Turn.Ended ended = ended(submitted, "t1");
        gateway.log.say(
                submitted.session(),
                new Turn.Ended(
                        ended.turn(),
                        Personal.erased(),
                        1,
                        false,
                        false,
                        ended.startedAt(),
                        ended.endedAt(),
                        ended.endedAt(),
                        ended.endedAt(),
                        ended.endedAt()));
        gateway.log.say(
                submitted.session(),
                new Intent.Recognized(new TurnId("t1"), "none", 0, "none", Personal.erased()));
        gateway.log.say(
                submitted.session(),
                new Reply.Sentence(
                        new ReplyId("reply_t1"), new TurnId("t1"), 0, Personal.erased(), true));
        String session = json(first.join(), 200).path("session").asText();

        // When
        JsonNode turn =
                json(call("GET", "/api/sessions/" + session, Gateway.TOKEN), 200).at("/turns/0");

        // Then
        assertThat(turn.path("said").isNull()).isTrue();
        assertThat(turn.path("text").isNull()).isTrue();
        assertThat(turn.at("/intent/slots").isNull()).isTrue();
        assertThat(turn.path("erased").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                  | #",
                "[]                                 | #",
                "7 7                                | #",
                "{}                                 | #/text",
                "{\"text\":7}                       | #/text",
                "{\"text\":\" \"}                   | #/text",
                "{\"text\":\"a\",\"session\":\"x\"} | #/session",
                "{\"text\":\"a\",\"session\":null}  | #/session",
                "{\"text\":\"a\",\"zone\":\"Mars\"} | #/zone",
                "{\"text\":\"a\",\"text\":\"b\"}    | #",
                "{\"text\":\"a\",\"a/b\":1}         | #/a%7E1b"
            })
    void whatIsWrongWithARequestIsPointedAt(String body, String pointer) throws Exception {
        HttpResponse<String> refused =
                gateway.http.send(
                        request(body, Gateway.TOKEN, null).build(), BodyHandlers.ofString());

        assertThat(problem(refused, 400).path("errors").findValuesAsText("pointer"))
                .containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/turns, application/json, application/json, 405",
        "POST, /api/turns, text/plain, application/json, 415",
        "POST, /api/turns, application/json, image/png, 406",
        "POST, /api/nothing, application/json, application/json, 404",
        "GET, /api/sessions?limit=0, application/json, application/json, 400",
        "GET, /api/sessions?limit=x, application/json, application/json, 400"
    })
    void everyOtherErrorIsAProblemToo(
            String method, String path, String type, String accept, int status) throws Exception {
        HttpResponse<String> refused =
                gateway.send(
                        path,
                        HttpRequest.newBuilder()
                                .header("Authorization", "Bearer " + Gateway.TOKEN)
                                .header("Content-Type", type)
                                .header("Accept", accept)
                                .method(method, BodyPublishers.ofString("{\"text\":\"a\"}")));

        JsonNode problem = problem(refused, status);
        assertThat(problem.path("instance").asText()).isEqualTo(path.replaceAll("\\?.*", ""));
        if (status == 405) {
            assertThat(refused.headers().firstValue("allow")).contains("POST");
        }
    }

    @Test
    void aBodyThatIsTooLongIsAProblem() throws Exception {
        HttpResponse<String> refused = post("x".repeat(100_000)).join();

        problem(refused, 413);
    }

    @Test
    void aLogThatIsAwayIsAProblem() throws Exception {
        gateway.log.away = true;

        HttpResponse<String> refused = call("GET", "/api/sessions", Gateway.TOKEN);

        assertThat(problem(refused, 503).path("type").asText()).endsWith("log-unavailable");
    }

    @Test
    void aSessionWithoutATurnEndsAfterAWhile() throws Exception {
        try (Gateway hasty =
                new Gateway(
                        Gateway.config(),
                        new TextTurnsConfig(
                                Duration.ofMillis(50), 2, 100, 2, Duration.ofDays(1)))) {
            // Given
            Gateway usual = gateway;
            gateway = hasty;
            CompletableFuture<HttpResponse<String>> answer = post("hello");
            Envelope<?> submitted = submitted(0);
            answer(submitted, "t1", "Hi.");
            json(answer.join(), 200);

            // When
            List<Control.SessionEnded> ended =
                    hasty.log.await(submitted.session(), Control.SessionEnded.class, 1);

            // Then
            assertThat(ended).containsExactly(new Control.SessionEnded("idle"));
            gateway = usual;
        }
    }

    @Test
    void theTopicsAreListed() throws Exception {
        JsonNode topics = json(call("GET", "/api/topics", Gateway.TOKEN), 200).path("topics");

        assertThat(topics.findValuesAsText("name")).contains("parley.control", "parley.audit");
        assertThat(topics.get(1).path("retention").asText()).isEqualTo("PT168H");
    }

    // --- what the test does as a client, and in the stages' place

    private static ObjectNode body(String text) {
        return Client.JSON.createObjectNode().put("text", text).put("zone", "UTC");
    }

    private CompletableFuture<HttpResponse<String>> post(String text) {
        return post(body(text), Gateway.TOKEN, null);
    }

    private CompletableFuture<HttpResponse<String>> post(
            ObjectNode body, String token, String key) {
        return gateway.http.sendAsync(
                request(body, token, key).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(Object body, String token, String key) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + gateway.server.httpPort()
                                                + "/api/turns"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()));
        return key == null ? request : request.header("Idempotency-Key", key);
    }

    private HttpResponse<String> call(String method, String path, String token) throws Exception {
        return gateway.send(
                path,
                HttpRequest.newBuilder()
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.noBody()));
    }

    private static JsonNode json(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Client.JSON.readTree(response.body());
    }

    static JsonNode problem(HttpResponse<String> response, int status) throws Exception {
        JsonNode problem = json(response, status);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.fieldNames())
                .toIterable()
                .contains("type", "title", "status", "detail", "instance");
        return problem;
    }

    /** The turn that was written after so many others, at any session. */
    private Envelope<?> submitted(int before) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < until) {
            List<Envelope<?>> all = new ArrayList<>();
            for (MemoryLog.Written each : gateway.log.written()) {
                if (each.envelope().event() instanceof Control.TextSubmitted) {
                    all.add(each.envelope());
                }
            }
            if (all.size() > before) {
                return all.get(before);
            }
            Thread.sleep(2);
        }
        throw new AssertionError("no turn was written");
    }

    private static Turn.Ended ended(Envelope<?> submitted, String turn) {
        Instant at = submitted.times().received();
        return new Turn.Ended(
                new TurnId(turn),
                ((Control.TextSubmitted) submitted.event()).text(),
                1,
                false,
                false,
                at,
                at,
                at,
                at,
                at);
    }

    private static Reply.Sentence sentence(String turn, int index, String text, boolean last) {
        return new Reply.Sentence(
                new ReplyId("reply_" + turn), new TurnId(turn), index, Personal.of(text), last);
    }

    private void answer(Envelope<?> submitted, String name, String... sentences) {
        SessionId session = submitted.session();
        TurnId turn = new TurnId(name);
        CallId call = new CallId("call_" + name);
        MemoryLog log = gateway.log;
        log.say(
                session,
                new Intent.Recognized(
                        turn, "time", 0.9, "rule", Personal.of(Map.of("city", "tokyo"))));
        log.sayAgain(session, log.say(session, ended(submitted, name)));
        log.say(
                session,
                new Tool.Requested(
                        call,
                        turn,
                        new UserId("u1"),
                        "clock",
                        Personal.of(Map.of("city", "tokyo")),
                        null));
        log.say(
                session,
                new Tool.Succeeded(call, turn, "clock", Personal.of(Map.of("time", "10:04"))));
        for (int i = sentences.length - 1; i >= 0; i--) {
            log.sayAgain(
                    session,
                    log.say(session, sentence(name, i, sentences[i], i == sentences.length - 1)));
        }
        log.say(
                session,
                new Timeline.TurnMeasured(
                        turn,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1000,
                        10,
                        List.of(new Timeline.Segment("hop", "kafka", 990))));
    }

    private static boolean read(BufferedReader lines, List<String> types, List<JsonNode> data)
            throws Exception {
        String line = lines.readLine();
        if (line == null) {
            return false;
        }
        if (line.startsWith("event: ")) {
            types.add(line.substring("event: ".length()));
        } else if (line.startsWith("data: ")) {
            data.add(Client.JSON.readTree(line.substring("data: ".length())));
        }
        return true;
    }
}
