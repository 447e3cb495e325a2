package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file is to blame, and for what. */
class TlsFilesTest {
    @TempDir static Path folder;
    private static Path certificate;
    private static Path key;
    private static Path anothersKey;

    @BeforeAll
    static void make() throws Exception {
        Path[] own = pair("own", "EC");
        certificate = own[0];
        key = own[1];
        anothersKey = pair("another", "EC")[1];
    }

    @Test
    void aCertificateAndItsKeyAreGood() throws Exception {
        Path[] rsa = pair("rsa", "RSA");

        assertThatCode(() -> secure(certificate, key)).doesNotThrowAnyException();
        assertThatCode(() -> secure(rsa[0], rsa[1])).doesNotThrowAnyException();
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        Path missing = folder.resolve("missing.pem");

        refuses(missing, key, "gateway.tls.certificate", missing);
        refuses(certificate, missing, "gateway.tls.key", missing);
    }

    @Test
    void whatIsNoPemIsNamed() throws Exception {
        for (String content :
                new String[] {
                    "",
                    "hello",
                    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
                    "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
                    "-----BEGIN PRIVATE KEY-----\n====\n-----END PRIVATE KEY-----\n",
                    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n"
                            + "-----END ENCRYPTED PRIVATE KEY-----\n"
                }) {
            Path malformed = Files.writeString(folder.resolve("malformed.pem"), content);

            refuses(malformed, key, "gateway.tls.certificate", malformed);
            refuses(certificate, malformed, "gateway.tls.key", malformed);
        }
    }

    @Test
    void filesThatAreMixedUpAreNamed() {
        refuses(key, key, "gateway.tls.certificate", key);
        refuses(certificate, certificate, "gateway.tls.key", certificate);
        refuses(certificate, anothersKey, "gateway.tls.key", anothersKey);
    }

    @Test
    void theGatewayDoesNotStartWithThem() throws Exception {
        Path malformed = Files.writeString(folder.resolve("broken.pem"), "hello");
        GatewayConfig usual = Gateway.config();
        GatewayConfig broken =
                new GatewayConfig(
                        usual.host(),
                        0,
                        0,
                        usual.presence(),
                        usual.limits(),
                        usual.rates(),
                        usual.strangers(),
                        usual.patience(),
                        usual.origins(),
                        usual.jwt(),
                        new TlsConfig(malformed, key, null));

        assertThatThrownBy(() -> new Gateway(broken).close())
                .isInstanceOf(TlsFileException.class)
                .hasMessageContaining("gateway.tls.certificate")
                .hasMessageContaining(malformed.toString());
    }

    private static void refuses(Path certificate, Path key, String property, Path named) {
        assertThatThrownBy(() -> secure(certificate, key))
                .isInstanceOf(TlsFileException.class)
                .hasMessageContaining(property)
                .hasMessageContaining(named.toString());
    }

    private static void secure(Path certificate, Path key) {
        new TlsConfig(certificate, key, null).secure(new HttpServerOptions());
    }

    /** By the tool that comes with every JDK. */
    private static Path[] pair(String name, String algorithm)
            throws IOException, InterruptedException, java.security.GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool") + "",
                                "-genkeypair",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=" + name,
                                "-alias",
                                name,
                                "-keystore",
                                store + "",
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        var keys = java.security.KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        return new Path[] {
            pem(name + ".pem", "CERTIFICATE", keys.getCertificate(name).getEncoded()),
            pem(
                    name + "-key.pem",
                    "PRIVATE KEY",
                    keys.getKey(name, "changeit".toCharArray()).getEncoded())
        };
    }

    private static Path pem(String name, String kind, byte[] content) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(
                                kind,
                                java.util.Base64.getMimeEncoder().encodeToString(content),
                                kind));
    }
}
