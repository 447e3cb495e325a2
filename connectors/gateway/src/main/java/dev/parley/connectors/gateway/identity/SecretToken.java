package dev.parley.connectors.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A token of our own making: 256 random bits, in base64url without padding.
 *
 * <p>So many bits can't be guessed, so one round of SHA-256 protects them where they are kept.
 */
public record SecretToken(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public SecretToken {
        if (!isOne(text)) {
            throw new IllegalArgumentException("not a token");
        }
    }

    public static SecretToken mint() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return new SecretToken(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** Whether the text has a token's form. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** What is kept of it: SHA-256, 32 bytes. */
    public byte[] digest() {
        return digest(text);
    }

    static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the token, which must not reach a log. */
    @Override
    public String toString() {
        return "SecretToken[…]";
    }
}
