package dev.parley.connectors.gateway;

/**
 * A client's own name for a turn in text. A client that isn't told that the turn is kept says it
 * again under the same name, and is answered once.
 *
 * @param client drawn anew by each program that takes a session up: lower-case letters and digits
 * @param number growing within the session, from 1
 */
public record TypedTurn(String client, long number) {
    /** The writer in the id of the turn's event. */
    public String writer() {
        return "client-" + client;
    }

    static boolean names(String client) {
        return client.matches("[a-z0-9]{1,32}");
    }
}
