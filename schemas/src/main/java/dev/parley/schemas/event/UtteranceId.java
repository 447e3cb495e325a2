package dev.parley.schemas.event;

/** One stretch of speech, from its first sound to its final transcript. */
public record UtteranceId(String value) implements Identifier {
    public UtteranceId {
        Identifier.check("UtteranceId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
