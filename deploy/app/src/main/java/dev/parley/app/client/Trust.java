package dev.parley.app.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom a client believes that a server is who it says. */
public final class Trust {
    private Trust() {}

    /**
     * A client that believes an authority of one's own, and no other.
     *
     * @param authority its certificate in PEM; null for those that the system knows
     * @throws IOException if it can't be read
     */
    public static HttpClient.Builder in(@Nullable Path authority) throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder();
        return authority == null ? client : client.sslContext(context(authority));
    }

    private static SSLContext context(Path authority) throws IOException {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                known.setCertificateEntry("authority-" + number++, each);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authority + " holds no certificate that could be trusted", e);
        }
    }
}
