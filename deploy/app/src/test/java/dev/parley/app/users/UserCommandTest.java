package dev.parley.app.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.parley.app.CommandLineRun;
import dev.parley.app.client.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "{\"users\":[]}";
    private HttpServer server;
    @TempDir Path data;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI().getRawPath()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI http() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Test
    void findsTheEntranceAmongProcessesThatRunApart() throws Exception {
        // Given
        Path gateway = Files.createDirectories(data.resolve("instances").resolve("gateway-1"));
        Files.createDirectories(data.resolve("instances").resolve("agent-1"));
        new Endpoint(URI.create("ws://127.0.0.1:1/"), http(), "secret", null).write(gateway);

        // When
        CommandLineRun run = CommandLineRun.of("user", "list", "--data", data.toString());

        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(asked).containsExactly("GET /api/users Bearer secret");
    }

    @Test
    void tellsInTheServersWordsWhyItRefuses() {
        // Given
        status = 409;
        answer = "{\"detail\":\"This is the last administrator.\"}";

        // When
        CommandLineRun run =
                CommandLineRun.of(
                        "user", "remove", "u-1", "--yes", "--url", http() + "", "--token", "t");

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("409", "This is the last administrator.");
        assertThat(asked).containsExactly("DELETE /api/users/u-1 Bearer t");
    }

    @Test
    void saysThatNobodyIsThere() {
        CommandLineRun nowhere = CommandLineRun.of("user", "list", "--data", data.toString());
        CommandLineRun tokenless = CommandLineRun.of("user", "list", "--url", http() + "");

        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.err()).contains("parley up");
        assertThat(tokenless.err()).contains("--token");
        assertThat(asked).isEmpty();
    }
}
