package dev.parley.app.tls;

import dev.parley.app.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority in a folder: {@code authority.pem}, which others trust; {@code
 * authority.p12}, which signs; {@code server.pem} and {@code server-key.pem}, which the ports use.
 * All keys are readable by their owner alone.
 *
 * <p>Keys and certificates (X.509, RFC 5280) are made by the JDK's {@code keytool}. The authority
 * lasts ten years; the server's certificate 397 days, the most that browsers and phones take.
 */
public final class LocalAuthority {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final int AUTHORITY_DAYS = 3652;
    private static final int SERVER_DAYS = 397;
    private static final int PATIENCE_SECONDS = 60;
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    private final Path folder;

    /**
     * @param folder that its owner alone can enter
     */
    public LocalAuthority(Path folder) {
        this.folder = folder;
    }

    /** What others trust. */
    public Path authority() {
        return folder.resolve("authority.pem");
    }

    /** What the ports show. */
    public Path certificate() {
        return folder.resolve("server.pem");
    }

    /** The certificate's key. */
    public Path key() {
        return folder.resolve("server-key.pem");
    }

    private Path signer() {
        return folder.resolve("authority.p12");
    }

    /**
     * Makes a certificate for a server, signed by the authority, which is made if there is none.
     *
     * @param names such as {@code dns:localhost} and {@code ip:192.168.1.7}
     * @throws UserError if it can't be made
     */
    public void certify(List<String> names) throws InterruptedException {
        Path own = folder.resolve("server." + UUID.randomUUID() + ".p12");
        try {
            if (Files.notExists(signer())) {
                makeAuthority();
            }
            keytool(
                    own,
                    List.of(
                            "-genkeypair",
                            "-alias",
                            SERVER,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=Parley",
                            "-validity",
                            "1"));
            Path request = folder.resolve("request.pem");
            Path signed = folder.resolve("signed.pem");
            keytool(own, List.of("-certreq", "-alias", SERVER, "-file", request.toString()));
            keytool(
                    signer(),
                    List.of(
                            "-gencert",
                            "-alias",
                            AUTHORITY,
                            "-infile",
                            request.toString(),
                            "-outfile",
                            signed.toString(),
                            "-rfc",
                            "-validity",
                            Integer.toString(SERVER_DAYS),
                            "-ext",
                            "san=" + String.join(",", names),
                            "-ext",
                            "bc:c=ca:false",
                            "-ext",
                            "ku:c=digitalSignature",
                            "-ext",
                            "eku=serverAuth"));
            PrivateKey key = (PrivateKey) open(own).getKey(SERVER, password());
            writeOwn(key(), pem("PRIVATE KEY", key.getEncoded()));
            Files.writeString(certificate(), pem(read(signed)) + pem(read(authority())));
            Files.delete(request);
            Files.delete(signed);
        } catch (IOException | GeneralSecurityException e) {
            throw new UserError(
                    "No certificate could be made in " + folder + ": " + e.getMessage(), e);
        } finally {
            delete(own);
        }
    }

    private void makeAuthority()
            throws IOException, GeneralSecurityException, InterruptedException {
        Path draft = folder.resolve("authority." + UUID.randomUUID() + ".p12");
        try {
            keytool(
                    draft,
                    List.of(
                            "-genkeypair",
                            "-alias",
                            AUTHORITY,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=Parley of "
                                    + System.getProperty("user.name", "this machine")
                                            .replaceAll("[^A-Za-z0-9 ._-]", "_"),
                            "-validity",
                            Integer.toString(AUTHORITY_DAYS),
                            "-ext",
                            "bc:c=ca:true,pathlen:0",
                            "-ext",
                            "ku:c=keyCertSign,cRLSign"));
            Files.writeString(authority(), pem(open(draft).getCertificate(AUTHORITY)));
            Files.setPosixFilePermissions(draft, OWNER_ONLY);
            Files.move(draft, signer());
        } finally {
            delete(draft);
        }
    }

    /**
     * The store's password hides nothing: what protects the key is the file's permissions, as with
     * the other secrets of an installation.
     */
    private static char[] password() {
        return "parley".toCharArray();
    }

    private void keytool(Path store, List<String> task) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(task);
        command.addAll(
                List.of(
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(password())));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said;
        try (InputStream output = process.getInputStream()) {
            said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("keytool took too long");
        }
        if (process.exitValue() != 0) {
            throw new IOException(said);
        }
    }

    private static KeyStore open(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, password());
        }
        return keys;
    }

    private static Certificate read(Path pem) throws IOException, GeneralSecurityException {
        try (InputStream bytes = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        }
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String what, byte[] der) {
        String text =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private static void writeOwn(Path file, String text) throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Files.deleteIfExists(file);
        Files.createFile(file, ownerOnly);
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserError(file + " holds a key and can't be deleted: delete it.", e);
        }
    }
}
