package dev.parley.connectors.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.parley.connectors.gateway.identity.JsonWebTokens;
import dev.parley.connectors.gateway.identity.JwtConfig;
import dev.parley.connectors.gateway.identity.LocalToken;
import dev.parley.connectors.gateway.identity.SecretToken;
import dev.parley.connectors.gateway.identity.UsersAwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * Tokens wherever they may stand: in headers, in the query, as a subprotocol, in the local file,
 * and those of another house, none of which a fuzzer can sign.
 */
public final class TokensFuzz {
    private static final Path FILE = file();
    private static final JsonWebTokens HOUSE = house();

    private TokensFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        checked(PresentedToken.of(text, null, null));
        checked(PresentedToken.of("Bearer " + text, null, null));
        checked(PresentedToken.of("Basic " + text, null, null));
        checked(PresentedToken.of(null, text, null));
        checked(PresentedToken.of(null, null, text));
        Files.write(FILE, input);
        try {
            same(SecretToken.isOne(LocalToken.in(FILE).text()));
        } catch (IllegalStateException | UncheckedIOException refused) {
            // as documented
        }
        try {
            same(HOUSE.check(text).isEmpty());
        } catch (UsersAwayException slow) {
            // as documented: on a busy machine the keys may be late
        }
    }

    private static void checked(String token) {
        if (token != null && SecretToken.isOne(token)) {
            same(!new SecretToken(token).toString().contains(token));
        }
    }

    private static void same(boolean so) {
        if (!so) {
            throw new AssertionError("a token that makes no sense");
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("parley-fuzz", ".token");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonWebTokens house() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
            byte[] keys = new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8);
            HttpServer house =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            house.setExecutor(
                    task -> {
                        Thread thread = new Thread(task);
                        thread.setDaemon(true);
                        thread.start();
                    });
            house.createContext(
                    "/keys",
                    exchange -> {
                        exchange.sendResponseHeaders(200, keys.length);
                        exchange.getResponseBody().write(keys);
                        exchange.close();
                    });
            house.start();
            JwtConfig usual = JwtConfig.defaults();
            return new JsonWebTokens(
                    new JwtConfig(
                            URI.create(
                                    "http://127.0.0.1:" + house.getAddress().getPort() + "/keys"),
                            "https://people.example/",
                            List.of("parley"),
                            usual.roles(),
                            usual.admin(),
                            usual.user(),
                            usual.guest(),
                            usual.monitor(),
                            usual.skew(),
                            usual.refetch()),
                    InstantSource.system());
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
