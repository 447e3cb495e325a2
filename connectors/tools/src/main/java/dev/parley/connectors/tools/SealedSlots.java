package dev.parley.connectors.tools;

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
 * Slots as they lie in a table: a version byte (1), a random nonce of 12 bytes, and the slots
 * encrypted with AES-256-GCM (NIST SP 800-38D, tag of 16 bytes), bound to the place where they lie,
 * so that they can't be moved to another row. Inside, each name and each value is its length in
 * four bytes and its UTF-8.
 */
public final class SealedSlots {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedSlots() {}

    /**
     * @param place as the row is known, such as a call's id
     */
    public static byte[] seal(Map<String, String> slots, DataKey key, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, encoded(slots), key, place);
        return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                .put(VERSION)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * @throws IllegalStateException if it was altered, or sealed for another place
     */
    public static Map<String, String> open(byte[] stored, DataKey key, String place) {
        if (stored.length < 1 + NONCE_BYTES + TAG_BITS / 8 || stored[0] != VERSION) {
            throw new IllegalStateException("what lies at " + place + " has an unknown form");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed = new byte[stored.length - 1 - NONCE_BYTES];
        ByteBuffer.wrap(stored, 1, stored.length - 1).get(nonce).get(sealed);
        return decoded(crypt(Cipher.DECRYPT_MODE, nonce, sealed, key, place));
    }

    private static byte[] crypt(int mode, byte[] nonce, byte[] text, DataKey key, String place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("what lies at " + place + " was altered", refused);
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
