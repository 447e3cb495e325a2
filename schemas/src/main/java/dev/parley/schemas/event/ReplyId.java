package dev.parley.schemas.event;

/** One reply of the agent, of one or more sentences. */
public record ReplyId(String value) implements Identifier {
    public ReplyId {
        Identifier.check("ReplyId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
