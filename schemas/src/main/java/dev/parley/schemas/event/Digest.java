package dev.parley.schemas.event;

/**
 * What proves a personal value without saying it: an HMAC under a key of its owner, in hexadecimal.
 * Two digests under different keys can't be compared.
 */
public record Digest(String value) implements Identifier {
    public Digest {
        Identifier.check("Digest", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
