package dev.parley.schemas.keys;

import dev.parley.schemas.event.Digest;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Digests of personal values: HMAC-SHA256 (RFC 2104) under a key that is derived of the owner's by
 * HKDF-SHA256 (RFC 5869, no salt, info {@value #INFO}). Once the owner's key is destroyed nobody
 * can tell any more what a digest stands for, not even by trying.
 *
 * <p>The message is the map's entries by name, each as the name and the value, and each of these as
 * its length in four bytes and its UTF-8 bytes. Safe for use by many threads.
 */
public final class PersonalDigests {
    private static final String INFO = "parley audit digest 1";
    private static final int KEY_BYTES = 32;

    private final Keys keys;

    public PersonalDigests(Keys keys) {
        this.keys = keys;
    }

    /**
     * @return empty if the value is erased, or the owner's key is destroyed
     * @throws KeyStoreException if the key store can't be reached
     */
    public Optional<Digest> of(Owner owner, Personal<Map<String, String>> values) {
        if (!(values instanceof Personal.Known<Map<String, String>>(Map<String, String> known))) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(keys.of(owner), known));
        } catch (KeyDestroyedException erased) {
            return Optional.empty();
        }
    }

    static Digest of(DataKey key, Map<String, String> values) {
        try {
            SecretKey derived =
                    KDF.getInstance("HKDF-SHA256")
                            .deriveKey(
                                    "HmacSHA256",
                                    HKDFParameterSpec.ofExtract()
                                            .addIKM(key.secret())
                                            .thenExpand(
                                                    INFO.getBytes(StandardCharsets.UTF_8),
                                                    KEY_BYTES));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(derived);
            return new Digest(HexFormat.of().formatHex(mac.doFinal(message(values))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK has no HKDF or HMAC", impossible);
        }
    }

    private static byte[] message(Map<String, String> values) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        new TreeMap<>(values)
                .forEach(
                        (name, value) -> {
                            part(message, name);
                            part(message, value);
                        });
        return message.toByteArray();
    }

    private static void part(ByteArrayOutputStream message, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        message.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        message.writeBytes(bytes);
    }
}
