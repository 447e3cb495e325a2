package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.CommandLineRun;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.Trust;
import dev.parley.app.client.UnreachableException;
import dev.parley.app.config.ParleyConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users come in, by TLS and with tokens of their own, and are removed with all they said. */
class IdentityIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUESTION = "what time is it in tokyo";

    @TempDir private static Path temporary;
    private static Path data;
    private static Path authority;
    private static LocalInstallation parley;
    private static final List<String> secrets = new ArrayList<>();

    @BeforeAll
    static void startWithTls() throws Exception {
        data = temporary.resolve("data");
        run("tls", "init", "--data", data.toString());
        authority = data.resolve("tls").resolve("authority.pem");
        parley =
                LocalInstallation.start(
                        ParleyConfig.defaults()
                                .in(data)
                                .onAnyPort()
                                .with(
                                        Map.of(
                                                "gateway.tls.certificate",
                                                data.resolve("tls/server.pem").toString(),
                                                "gateway.tls.key",
                                                data.resolve("tls/server-key.pem").toString(),
                                                "gateway.tls.authority",
                                                authority.toString())),
                        line -> {});
        secrets.add(parley.token());
    }

    @AfterAll
    static void stop() {
        if (parley != null) {
            parley.close();
        }
    }

    @Test
    void whatARemovedUserSaidIsErasedAndWhatAnotherSaidIsNot() throws Exception {
        // Given
        String annasToken = add("Anna");
        String bensToken = add("Ben");
        try (RealtimeClient anna = connect(annasToken);
                RealtimeClient ben = connect(bensToken)) {
            String annas = ask(anna);
            String bens = ask(ben);
            assertThat(said(annas)).contains("tokyo");

            // When
            String removed = run("user", "remove", "Anna", "--yes", "--data", data.toString());

            // Then
            assertThat(removed).contains("Removed");
            assertThat(closing(anna).code()).isEqualTo(1008);
            assertThat(said(annas)).contains("(erased)").doesNotContainIgnoringCase("tokyo");
            assertThat(said(bens)).contains("tokyo").doesNotContain("(erased)");
            assertThat(status("/api/users/me", annasToken)).isEqualTo(401);
            assertThat(status("/api/users/me", bensToken)).isEqualTo(200);
            assertThat(run("user", "list", "--data", data.toString()))
                    .contains("Ben", "local")
                    .doesNotContain("Anna");
            ask(ben);
        }
        assertThatNoTokenIsInTheLogs();
    }

    @Test
    void whatAUserHadKeptIsTheirOwnAndIsGoneWithThem() throws Exception {
        // Given
        String dorasToken = add("Dora");
        String emilsToken = add("Emil");
        kept(dorasToken, "lists", "add", "shopping", "milk", "two eggs");
        kept(emilsToken, "lists", "add", "shopping", "socks");
        kept(dorasToken, "notes", "add", "the plumber comes");
        kept(dorasToken, "reminders", "add", "call mum", "--at", "2031-11-24T07:00");
        kept(dorasToken, "lists", "check", "shopping", "milk");
        assertThat(kept(dorasToken, "lists"))
                .containsPattern("shopping +x +milk")
                .contains("two eggs")
                .doesNotContain("socks");
        assertThat(kept(dorasToken, "notes")).contains("the plumber comes");
        assertThat(kept(dorasToken, "reminders")).contains("2031-11-24 07:00", "call mum");

        // When
        run("user", "remove", "Dora", "--yes", "--data", data.toString());

        // Then
        assertThat(status("/api/lists/shopping/items", dorasToken)).isEqualTo(401);
        assertThat(kept(emilsToken, "lists")).contains("socks").doesNotContain("milk");
    }

    private static String kept(String token, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(
                List.of(
                        "--url",
                        parley.http().toString(),
                        "--authority",
                        authority.toString(),
                        "--token",
                        token));
        return run(all.toArray(String[]::new));
    }

    @Test
    void aRevokedTokenLetsNobodyInAndAnotherOfTheSameUserDoes() throws Exception {
        // Given
        String first = add("Carl");
        String list = run("user", "list", "--data", data.toString());
        Matcher id = Pattern.compile("Carl +user +(t-[0-9a-f]+)").matcher(list);
        assertThat(id.find()).as(list).isTrue();
        String second =
                token(run("user", "token", "Carl", "--days", "1", "--data", data.toString()));

        // When
        run("user", "revoke", "Carl", id.group(1), "--data", data.toString());

        // Then
        assertThat(status("/api/users/me", first)).isEqualTo(401);
        assertThat(status("/api/users/me", second)).isEqualTo(200);
        assertThat(status("/metrics", second)).isEqualTo(403);
        assertThat(status("/metrics", parley.token())).isEqualTo(200);
    }

    @Test
    void theLastAdministratorIsNotRemoved() {
        CommandLineRun refused =
                CommandLineRun.of("user", "remove", "local", "--yes", "--data", data.toString());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("last administrator");
    }

    @Test
    void nobodyIsRemovedUnasked() {
        CommandLineRun refused =
                CommandLineRun.of("user", "remove", "local", "--data", data.toString());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("--yes");
    }

    @Test
    void theCommandsFollowTheAuthorityOfTheInstallation() {
        assertThat(parley.http().getScheme()).isEqualTo("https");
        assertThat(parley.voice().getScheme()).isEqualTo("wss");
        assertThat(run("doctor", "--data", data.toString())).contains("ready at " + parley.http());
        assertThat(run("talk", QUESTION, "--data", data.toString())).contains("Tokyo");
    }

    @Test
    void nobodyTalksToAServerThatNoAuthorityVouchesFor() {
        assertThatThrownBy(() -> RealtimeClient.connect(parley.voice(), parley.token(), PATIENCE))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("prove who it is");
        assertThatThrownBy(
                        () ->
                                RealtimeClient.connect(
                                        URI.create(parley.voice().toString().replace("wss", "ws")),
                                        parley.token(),
                                        Duration.ofSeconds(5)))
                .isInstanceOf(UnreachableException.class);
    }

    private static RealtimeClient connect(String token) throws Exception {
        return RealtimeClient.connect(parley.voice(), authority, token, PATIENCE);
    }

    /** Asks in writing, and waits until the turn is over; answers the session's id. */
    private static String ask(RealtimeClient client) throws Exception {
        client.say(QUESTION);
        String session = "";
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            if (client.take(PATIENCE) instanceof Received.Message message) {
                if (message.type().equals("session.created")) {
                    session = message.body().path("session").path("id").asText();
                }
                if (message.type().equals("parley.timeline")) {
                    return session;
                }
            }
        }
        throw new AssertionError("the turn took too long");
    }

    private static Received.Closed closing(RealtimeClient client) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            if (client.take(PATIENCE) instanceof Received.Closed closed) {
                return closed;
            }
        }
        throw new AssertionError("the session wasn't closed");
    }

    private static String said(String session) {
        return run(
                "topics",
                "tail",
                "conversation",
                "--once",
                "--from-start",
                "--json",
                "--session",
                session,
                "--data",
                data.toString());
    }

    private static String add(String name) {
        return token(run("user", "add", name, "--data", data.toString()));
    }

    private static String token(String printed) {
        Matcher token = Pattern.compile("Token  (\\S{43})").matcher(printed);
        assertThat(token.find()).as(printed).isTrue();
        secrets.add(token.group(1));
        return token.group(1);
    }

    private static String run(String... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static int status(String path, String token) throws Exception {
        try (var http = Trust.in(authority).build()) {
            return http.send(
                            HttpRequest.newBuilder(parley.http().resolve(path + "?token=" + token))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private static void assertThatNoTokenIsInTheLogs() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("logs"))) {
            List<Path> logs = files.filter(Files::isRegularFile).toList();
            assertThat(logs).isNotEmpty();
            for (Path log : logs) {
                String text = Files.readString(log, StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertThat(text.contains(secret)).as("a token in " + log).isFalse();
                }
            }
        }
    }
}
