package dev.parley.connectors.tools;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.keys.DataKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A tool's result as it lies in the ledger: a version byte (1), a random nonce of 12 bytes, and the
 * slots encrypted with AES-256-GCM (NIST SP 800-38D, tag of 16 bytes), bound to their call. Inside,
 * each name and each value is its length in four bytes and its UTF-8.
 */
final class SealedResult {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedResult() {}

    static byte[] seal(Map<String, String> slots, DataKey key, CallId call) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, encoded(slots), key, call);
        return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                .put(VERSION)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * @throws IllegalStateException if it was altered, or sealed for another call
     */
    static Map<String, String> open(byte[] stored, DataKey key, CallId call) {
        if (stored.length < 1 + NONCE_BYTES + TAG_BITS / 8 || stored[0] != VERSION) {
            throw new IllegalStateException("the result of " + call + " has an unknown form");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed = new byte[stored.length - 1 - NONCE_BYTES];
        ByteBuffer.wrap(stored, 1, stored.length - 1).get(nonce).get(sealed);
        return decoded(crypt(Cipher.DECRYPT_MODE, nonce, sealed, key, call));
    }

    private static byte[] crypt(int mode, byte[] nonce, byte[] text, DataKey key, CallId call) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(call.value().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the result of " + call + " was altered", refused);
        }
    }

    private static byte[] encoded(Map<String, String> slots) {
        int size = 0;
        Map<byte[], byte[]> bytes = new LinkedHashMap<>();
        for (Map.Entry<String, String> slot : slots.entrySet()) {
            byte[] name = slot.getKey().getBytes(StandardCharsets.UTF_8);
            byte[] value = slot.getValue().getBytes(StandardCharsets.UTF_8);
            bytes.put(name, value);
            size += 2 * Integer.BYTES + name.length + value.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        bytes.forEach(
                (name, value) ->
                        buffer.putInt(name.length).put(name).putInt(value.length).put(value));
        return buffer.array();
    }

    private static Map<String, String> decoded(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Map<String, String> slots = new LinkedHashMap<>();
        while (buffer.hasRemaining()) {
            String name = text(buffer);
            slots.put(name, text(buffer));
        }
        return slots;
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getInt()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
