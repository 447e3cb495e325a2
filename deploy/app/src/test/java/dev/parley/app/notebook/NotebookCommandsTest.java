package dev.parley.app.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.parley.app.CommandLineRun;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotebookCommandsTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
                    asked.add(
                            (request
                                            + " "
                                            + exchange.getRequestHeaders().getFirst("Authorization")
                                            + " "
                                            + body)
                                    .strip());
                    byte[] answer =
                            answers.getOrDefault(request, "{}").getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private CommandLineRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of(
                        "--url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                        "--token",
                        "annas"));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    @Test
    void showsBothLists() {
        // Given
        answers.put(
                "GET /api/lists/todo/items?from=0&most=100",
                "{\"items\":[{\"id\":\"a\",\"text\":\"call mum\",\"done\":true}]}");
        answers.put(
                "GET /api/lists/shopping/items?from=0&most=100",
                "{\"items\":[{\"id\":\"b\",\"text\":\"Äpfel\",\"done\":false}]}");

        // When
        CommandLineRun run = run("lists");

        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("LIST ITEM ID", "todo x call mum a", "shopping Äpfel b");
        assertThat(asked).allMatch(request -> request.contains("Bearer annas"));
    }

    @Test
    void readsAListOfHundredsToItsEnd() {
        // Given
        answers.put("GET /api/lists/todo/items?from=0&most=100", items(100));
        answers.put("GET /api/lists/todo/items?from=100&most=100", items(20));

        // When
        CommandLineRun run = run("lists", "show");

        // Then
        assertThat(run.out().lines()).hasSize(121);
    }

    private static String items(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"text\":\"x\"}")
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    @Test
    void putsThingsOnAListAndSaysWhatWasThere() {
        // Given
        answers.put(
                "POST /api/lists/shopping/items",
                "{\"added\":[{\"id\":\"b\",\"text\":\"bread\"}],\"present\":[\"milk\"]}");

        // When
        CommandLineRun run = run("lists", "add", "shopping", "milk", "bread");

        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Added  bread", "There already  milk");
        assertThat(asked)
                .containsExactly(
                        "POST /api/lists/shopping/items Bearer annas"
                                + " {\"items\":[\"milk\",\"bread\"]}");
    }

    @Test
    void findsAnItemByItsTextToCheckItOffOrRemoveIt() {
        // Given
        answers.put(
                "GET /api/lists/todo/items?from=0&most=100",
                "{\"items\":[{\"id\":\"call.0\",\"text\":\"call mum\"}]}");

        // Then
        assertThat(run("lists", "check", "todo", "Call Mum").exitCode()).isZero();
        assertThat(run("lists", "remove", "todo", "call.0").exitCode()).isZero();
        assertThat(asked)
                .contains(
                        "PUT /api/lists/todo/items/call.0 Bearer annas {\"done\":true}",
                        "DELETE /api/lists/todo/items/call.0 Bearer annas");
        assertThat(run("lists", "remove", "todo", "sleep").err())
                .contains("There is no \"sleep\".");
        assertThat(run("lists", "clear", "wishes").exitCode()).isNotZero();
    }

    @Test
    void writesAndDeletesNotes() {
        // Given
        answers.put("POST /api/notes", "{\"id\":\"n.0\",\"text\":\"the plumber\"}");
        answers.put(
                "GET /api/notes?from=0&most=100",
                "{\"notes\":[{\"id\":\"n.0\",\"text\":\"the plumber\",\"writtenAt\":\"t\"}]}");

        // Then
        assertThat(run("notes", "add", "the plumber").out()).contains("the plumber");
        assertThat(run("notes").out()).contains("n.0");
        assertThat(run("notes", "remove", "the plumber").exitCode()).isZero();
        assertThat(asked).contains("DELETE /api/notes/n.0 Bearer annas");
    }

    @Test
    void keepsAReminderForATimeOnTheUsersClock() {
        // Given
        answers.put("POST /api/reminders", "{\"text\":\"call mum\"}");
        answers.put(
                "GET /api/reminders?from=0&most=100",
                "{\"reminders\":[{\"id\":\"r.0\",\"text\":\"call mum\",\"zone\":\"Europe/Berlin\","
                        + "\"due\":\"2026-11-24T06:00:00Z\"}]}");

        // When
        CommandLineRun run =
                run(
                        "reminders",
                        "add",
                        "call mum",
                        "--at",
                        "2026-11-24T07:00",
                        "--zone",
                        "Europe/Berlin");

        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /api/reminders Bearer annas {\"text\":\"call mum\","
                                + "\"due\":\"2026-11-24T06:00:00Z\",\"local\":\"07:00\","
                                + "\"zone\":\"Europe/Berlin\"}");
        assertThat(run("reminders").out()).contains("2026-11-24 07:00  Europe/Berlin  call mum");
        assertThat(run("reminders", "remove", "r.0").exitCode()).isZero();
        assertThat(run("reminders", "add", "x", "--at", "soon").err()).contains("2026-11-24T07:00");
    }

    @Test
    void tellsInTheServersWordsWhyItRefuses() {
        // Given
        status = 422;
        answers.put("POST /api/notes", "{\"detail\":\"That is too long for a note.\"}");

        // Then
        CommandLineRun run = run("notes", "add", "x");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("That is too long for a note.");
    }
}
