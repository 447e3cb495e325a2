package dev.parley.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.models.PublishedModel.Piece;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
        SSLContext tls = tls("models.invalid");
        try (ModelServer server = ModelServer.over(tls);
                ForwardProxy proxy = new ForwardProxy(server.at("/").getPort())) {
            // Given
            server.put("/m.bin", "model".getBytes(StandardCharsets.UTF_8));
            HttpClient client =
                    Fetching.client(Patience.usual(), Map.of("HTTPS_PROXY", proxy.address()))
                            .sslContext(tls)
                            .build();

            // When
            Path model =
                    new Fetching(new ModelStore(folder), client, Patience.usual(), Disk.REAL)
                            .fetch(
                                    model(URI.create("https://models.invalid/m.bin")),
                                    false,
                                    Progress.UNSEEN);

            // Then
            assertThat(model.resolve("m.bin")).hasContent("model");
            assertThat(proxy.asked).containsExactly("CONNECT models.invalid:443 HTTP/1.1");
        }
    }

    /** For a server of that name, and for clients that trust it alone. */
    private SSLContext tls(String name) throws Exception {
        Path file = folder.resolve("store.p12");
        char[] password = "changeit".toCharArray();
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "server",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "SAN=dns:" + name,
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(password))
                        .redirectErrorStream(true)
                        .start();
        assertThat(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain("error");
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), password);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
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
