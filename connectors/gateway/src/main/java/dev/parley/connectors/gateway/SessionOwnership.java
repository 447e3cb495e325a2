package dev.parley.connectors.gateway;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * Session ids that bind their user: any gateway can tell whether a session is the asking user's,
 * and needs no store to do so.
 *
 * <p>The id's name is 12 random bytes and the first 9 of SHA-256 over the partition, them and the
 * user's id, in base64url. Nobody can make a session that another user began their own, since the
 * user is what the token says.
 */
public final class SessionOwnership {
    private static final int SALT = 12;
    private static final int SEAL = 9;

    private final SecureRandom random = new SecureRandom();

    /** A new session of the user's. */
    public SessionId mint(int partition, UserId user) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return sealed(partition, salt, user);
    }

    /**
     * The user's session of a name: the same each time.
     *
     * @param name of at least 12 bytes, of which the first ones are used
     */
    public SessionId named(int partition, byte[] name, UserId user) {
        return sealed(partition, Arrays.copyOf(name, SALT), user);
    }

    private static SessionId sealed(int partition, byte[] salt, UserId user) {
        byte[] name = Arrays.copyOf(salt, SALT + SEAL);
        System.arraycopy(seal(partition, salt, user), 0, name, SALT, SEAL);
        return SessionId.on(
                partition, Base64.getUrlEncoder().withoutPadding().encodeToString(name));
    }

    /** Whether it is a session of the user's, if it is one at all. */
    public boolean belongs(SessionId session, UserId user) {
        byte[] name;
        try {
            name =
                    Base64.getUrlDecoder()
                            .decode(session.value().substring(session.value().indexOf('-') + 1));
        } catch (IllegalArgumentException notOurs) {
            return false;
        }
        return name.length == SALT + SEAL
                && MessageDigest.isEqual(
                        Arrays.copyOfRange(name, SALT, SALT + SEAL),
                        seal(session.partition(), Arrays.copyOf(name, SALT), user));
    }

    private static byte[] seal(int partition, byte[] salt, UserId user) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(partition).array());
            digest.update(salt);
            digest.update(user.value().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), SEAL);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
