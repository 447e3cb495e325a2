package dev.parley.connectors.gateway;

import dev.parley.streams.stage.Setting;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the ports prove who they are and keep others from listening in.
 *
 * @param certificate of this server, with those that vouch for it behind it, in PEM; null for no
 *     TLS
 * @param key of the certificate, PKCS#8 in PEM, not encrypted
 * @param authority whose certificate clients on this machine trust, in PEM; null if it is one that
 *     they know
 */
public record TlsConfig(
        @Setting("the server's certificate (PEM); if set, both ports speak TLS only")
                @Nullable Path certificate,
        @Setting("the certificate's key (PEM, PKCS#8)") @Nullable Path key,
        @Setting("the authority that clients on this machine trust (PEM), if it is one's own")
                @Nullable Path authority) {
    public TlsConfig {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "gateway.tls.certificate and gateway.tls.key must be set together");
        }
        if (authority != null && certificate == null) {
            throw new IllegalArgumentException(
                    "gateway.tls.authority needs gateway.tls.certificate");
        }
    }

    public static TlsConfig none() {
        return new TlsConfig(null, null, null);
    }

    /** Whether the ports speak TLS. */
    public boolean on() {
        return certificate != null;
    }

    /**
     * Has a server speak TLS, and HTTP/2 where the client knows it, if the ports do.
     *
     * @throws TlsFileException if the files aren't good for that
     */
    public void secure(HttpServerOptions options) {
        if (certificate != null && key != null) {
            TlsFiles.check(certificate, key);
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                    .setKeyCertOptions(
                            new PemKeyCertOptions()
                                    .setCertPath(certificate.toString())
                                    .setKeyPath(key.toString()));
        }
    }
}
