package dev.parley.schemas.event;

/** One timer, alarm or deadline. */
public record TimerId(String value) implements Identifier {
    public TimerId {
        Identifier.check("TimerId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
