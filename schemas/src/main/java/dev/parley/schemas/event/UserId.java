package dev.parley.schemas.event;

/** A user, by a pseudonym that holds nothing personal. */
public record UserId(String value) implements Identifier {
    public UserId {
        Identifier.check("UserId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
