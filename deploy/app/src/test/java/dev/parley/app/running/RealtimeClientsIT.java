package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.Speaking;
import dev.parley.connectors.speech.MaryVoice;
import dev.parley.streams.audio.Pcm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The published clients of the Realtime protocol, as people install them, talk to Parley. */
@ExtendWith(SharedInstallation.class)
class RealtimeClientsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String PASSWORD = "only-for-this-test";

    @TempDir static Path work;

    private static NodeClients clients;
    private static Path question;

    private final LocalInstallation parley;

    RealtimeClientsIT(LocalInstallation parley) {
        this.parley = parley;
    }

    @BeforeAll
    static void prepare() throws Exception {
        clients = NodeClients.installed("realtime-clients");
        question = work.resolve("question.pcm");
        try (MaryVoice voice = new MaryVoice()) {
            Files.write(question, Pcm.toBytes(Speaking.whole(voice, "what time is it in tokyo")));
        }
    }

    @Test
    void agentsRealtimeTalksOverAPlainWebSocket() throws Exception {
        NodeClients.Outcome outcome =
                clients.run(
                        PATIENCE,
                        "agents.mjs",
                        parley.voice().toString(),
                        parley.token(),
                        question.toString());

        assertThat(outcome.passed())
                .as(outcome.text())
                .containsExactly(
                        "a turn by voice",
                        "a turn in text",
                        "an interruption",
                        "a function of the client",
                        "coming back");
        assertThat(outcome.code()).as(outcome.text()).isZero();
    }

    @Test
    void openAisOwnClientTalksOverTls() throws Exception {
        // Given
        Path store = work.resolve("store.p12");
        Path certificate = work.resolve("certificate.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "parley",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "parley",
                "-keystore",
                store.toString(),
                "-file",
                certificate.toString());

        // When
        NodeClients.Outcome outcome =
                clients.run(
                        PATIENCE,
                        "openai.mjs",
                        String.valueOf(parley.voice().getPort()),
                        parley.token(),
                        question.toString(),
                        store.toString(),
                        PASSWORD,
                        certificate.toString());

        // Then
        assertThat(outcome.passed())
                .as(outcome.text())
                .containsExactly(
                        "a turn by voice",
                        "push to talk in the format of the telephone",
                        "a turn in text that is answered in text",
                        "an interruption by the client",
                        "a function of the client",
                        "what is left out is refused by name");
        assertThat(outcome.code()).as(outcome.text()).isZero();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
    }
}
