package dev.parley.schemas.event;

/** One turn of the user: what was said until the floor passed to the agent. */
public record TurnId(String value) implements Identifier {
    public TurnId {
        Identifier.check("TurnId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
