package dev.parley.connectors.tools.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;

/** The public half of an {@link AuditKey}. */
public final class SigningAuthority {
    private static final int NAME_BYTES = 8;

    private final PublicKey key;

    private SigningAuthority(PublicKey key) {
        this.key = key;
    }

    /**
     * @param pem a text that has a {@code PUBLIC KEY} block
     * @throws IllegalArgumentException if it has none, or it is no key
     */
    public static SigningAuthority of(String pem) {
        try {
            return new SigningAuthority(AuditKey.publicKey(pem));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this is no public key of Ed25519", e);
        }
    }

    /**
     * @throws IllegalArgumentException as {@link #of}
     * @throws IOException if the file can't be read
     */
    public static SigningAuthority in(Path file) throws IOException {
        return of(Files.readString(file, StandardCharsets.US_ASCII));
    }

    /** Of the key's own bytes, in hexadecimal. */
    public String name() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(Arrays.copyOf(digest, NAME_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** PEM, for others to keep. */
    public String pem() {
        return AuditKey.pem("PUBLIC", key.getEncoded());
    }

    /** Whether this key signed it. */
    public boolean signed(Checkpoint checkpoint) {
        try {
            Signature signature = Signature.getInstance(key.getAlgorithm());
            signature.initVerify(key);
            signature.update(checkpoint.message());
            return signature.verify(checkpoint.signature());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has Ed25519", impossible);
        }
    }
}
