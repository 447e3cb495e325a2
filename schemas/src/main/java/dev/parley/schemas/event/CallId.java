package dev.parley.schemas.event;

/** One call of a tool; the key under which it is claimed, counted and confirmed. */
public record CallId(String value) implements Identifier {
    public CallId {
        Identifier.check("CallId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
