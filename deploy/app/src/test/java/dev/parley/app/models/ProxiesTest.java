package dev.parley.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.models.PublishedModel.Piece;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static final URI SOURCE = URI.create("http://models.invalid/m.bin");

    @TempDir private Path folder;

    @Test
    void fetchesThroughTheProxyWhichResolvesTheName() throws Exception {
        try (ModelServer server = new ModelServer();
                ForwardProxy proxy = new ForwardProxy(server.at("/").getPort())) {
            // Given
            server.put("/m.bin", "model".getBytes(StandardCharsets.UTF_8));

            // When
            Path model =
                    Fetching.over(
                                    new ModelStore(folder),
                                    Patience.usual(),
                                    Map.of("http_proxy", "http://" + proxy.address()))
                            .fetch(model(SOURCE), false, Progress.UNSEEN);

            // Then
            assertThat(model.resolve("m.bin")).hasContent("model");
            assertThat(proxy.asked).containsExactly("GET " + SOURCE + " HTTP/1.1");
        }
    }

    @Test
    void showsThePasswordToTheProxyThatAsksForIt() throws Exception {
        try (ModelServer server = new ModelServer();
                ForwardProxy proxy = new ForwardProxy(server.at("/").getPort())) {
            // Given
            server.put("/m.bin", "model".getBytes(StandardCharsets.UTF_8));
            proxy.password = "wanted";

            // When
            Path model =
                    Fetching.over(
                                    new ModelStore(folder),
                                    Patience.usual(),
                                    Map.of("http_proxy", "http://ann:secret@" + proxy.address()))
                            .fetch(model(SOURCE), false, Progress.UNSEEN);

            // Then
            assertThat(model.resolve("m.bin")).hasContent("model");
            assertThat(proxy.asked)
                    .last()
                    .isEqualTo("GET " + SOURCE + " HTTP/1.1 Basic YW5uOnNlY3JldA==");
        }
    }

    @Test
    void tunnelsToSourcesWithTls() throws Exception {
        try (ModelServer server = new ModelServer();
                ForwardProxy proxy = new ForwardProxy(server.at("/").getPort())) {
            // Given
            Patience once =
                    new Patience(
                            java.time.Duration.ofSeconds(2),
                            java.time.Duration.ofSeconds(2),
                            java.time.Duration.ZERO,
                            1);
            Fetching fetching =
                    Fetching.over(
                            new ModelStore(folder), once, Map.of("HTTPS_PROXY", proxy.address()));

            // When
            org.assertj.core.api.Assertions.catchThrowable(
                    () ->
                            fetching.fetch(
                                    model(URI.create("https://models.invalid/m.bin")),
                                    false,
                                    Progress.UNSEEN));

            // Then
            assertThat(proxy.asked).first().isEqualTo("CONNECT models.invalid:443 HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "models.example.org, '', true",
        "models.example.org, other.org, true",
        "models.example.org, models.example.org, false",
        "models.example.org, example.org, false",
        "models.example.org, '.example.org,x', false",
        "models.example.org, 'x, *.example.org:443', false",
        "notexample.org, example.org, true",
        "models.example.org, *, false",
    })
    void sparesTheHostsOfNoProxy(String host, String spared, boolean proxied) {
        // Given
        HttpClient.Builder client = HttpClient.newBuilder();
        Proxies.configure(client, Map.of("https_proxy", "proxy:3128", "NO_PROXY", spared));

        // Then
        assertThat(
                        client.build()
                                        .proxy()
                                        .orElseThrow()
                                        .select(URI.create("https://" + host + "/x"))
                                        .getFirst()
                                        .address()
                                != null)
                .isEqualTo(proxied);
    }

    private static PublishedModel model(URI source) {
        return new PublishedModel(
                "m",
                ModelKind.WHISPER,
                "en",
                "MIT",
                "",
                List.of(new Piece("m.bin", false, 100, List.of(source), null)));
    }
}
