package dev.parley.schemas.event;

/** A name for one thing; written as an Avro string. */
public interface Identifier {
    String value();

    static void check(String what, String value) {
        if (value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException(
                    what + " must have 1 to 200 characters, not " + value.length());
        }
    }
}
