package dev.parley.schemas.codec;

import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** Encrypts one field. The form is described in the package documentation. */
final class FieldCipher {
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD = 1 + 16 + NONCE;

    private final Keys keys;
    private final SecureRandom random = new SecureRandom();

    FieldCipher(Keys keys) {
        this.keys = keys;
    }

    byte[] seal(byte[] clear, DataKey key, String field) {
        try {
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(field.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = new byte[HEAD + clear.length + TAG_BITS / 8];
            ByteBuffer.wrap(sealed)
                    .put(VERSION)
                    .putLong(key.id().getMostSignificantBits())
                    .putLong(key.id().getLeastSignificantBits())
                    .put(nonce);
            cipher.doFinal(clear, 0, clear.length, sealed, HEAD);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new CodecException("field " + field + " can't be encrypted", e);
        }
    }

    /** Empty if the key is destroyed, or the value was erased before it was written. */
    Optional<byte[]> open(byte[] sealed, String field) {
        if (sealed.length == 0) {
            return Optional.empty();
        }
        if (sealed.length < HEAD + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new CodecException("field " + field + " is no ciphertext of ours");
        }
        ByteBuffer buffer = ByteBuffer.wrap(sealed, 1, 16);
        Optional<DataKey> key = keys.find(new UUID(buffer.getLong(), buffer.getLong()));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key.get().secret(),
                    new GCMParameterSpec(TAG_BITS, sealed, 17, NONCE));
            cipher.updateAAD(field.getBytes(StandardCharsets.UTF_8));
            return Optional.of(cipher.doFinal(sealed, HEAD, sealed.length - HEAD));
        } catch (GeneralSecurityException e) {
            throw new CodecException("field " + field + " can't be decrypted", e);
        }
    }
}
