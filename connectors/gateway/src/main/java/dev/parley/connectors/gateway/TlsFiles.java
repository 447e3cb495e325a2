package dev.parley.connectors.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which of a server's files is wrong, and how, before a port is opened with them. */
final class TlsFiles {
    private static final String CERTIFICATE = "gateway.tls.certificate";
    private static final String KEY = "gateway.tls.key";
    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = {1, 2, 3};

    private TlsFiles() {}

    /**
     * @throws TlsFileException if they can't be read, aren't what they should be, or don't belong
     *     together
     */
    static void check(Path certificate, Path key) {
        PublicKey known = certificate(certificate).getPublicKey();
        String algorithm = known.getAlgorithm();
        PrivateKey own = key(key, algorithm, certificate);
        if (!belong(own, known)) {
            throw new TlsFileException(
                    "%s (%s) isn't the key of %s (%s)."
                            .formatted(KEY, key, CERTIFICATE, certificate));
        }
    }

    private static Certificate certificate(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .findFirst()
                    .orElseThrow(() -> noCertificate(file));
        } catch (IOException e) {
            throw unreadable(CERTIFICATE, file, e);
        } catch (CertificateException e) {
            throw noCertificate(file);
        }
    }

    private static TlsFileException noCertificate(Path file) {
        return new TlsFileException(
                "%s: %s holds no certificate in PEM (-----BEGIN CERTIFICATE-----)."
                        .formatted(CERTIFICATE, file));
    }

    private static PrivateKey key(Path file, String algorithm, Path certificate) {
        Matcher pem;
        try {
            pem = PKCS8.matcher(Files.readString(file));
        } catch (IOException e) {
            throw unreadable(KEY, file, e);
        }
        if (!pem.find()) {
            throw noKey(file);
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(pem.group(1));
        } catch (IllegalArgumentException e) {
            throw noKey(file);
        }
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new TlsFileException(
                    "%s: %s holds no key of the kind (%s) that %s (%s) needs."
                            .formatted(KEY, file, algorithm, CERTIFICATE, certificate));
        }
    }

    private static TlsFileException noKey(Path file) {
        return new TlsFileException(
                "%s: %s holds no unencrypted PKCS#8 key in PEM (-----BEGIN PRIVATE KEY-----)."
                        .formatted(KEY, file));
    }

    private static TlsFileException unreadable(String property, Path file, IOException cause) {
        return new TlsFileException(
                "%s: %s can't be read (%s)."
                        .formatted(property, file, cause.getClass().getSimpleName()));
    }

    private static boolean belong(PrivateKey own, PublicKey known) {
        String algorithm =
                switch (known.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> known.getAlgorithm();
                };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(own);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(known);
            checking.update(PROBE);
            return checking.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
