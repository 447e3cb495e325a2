package dev.parley.app.client;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** What it means for the user that a session is over. */
final class Ending {
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private Ending() {}

    /** The server ended it, or the connection broke. */
    static Failure of(Received.Closed closed, Address address) throws TokenRefusedException {
        String how = closed.code() + (closed.reason().isEmpty() ? "" : ", " + closed.reason());
        if (Connection.refusesToken(closed.code())) {
            throw Connection.refused(
                    Connection.plain(address.url()), address.credential().token(), how);
        }
        return Connection.breaksProtocol(closed.code())
                ? new Failure(
                        ExitCode.SERVER_FAULT,
                        "The session broke against the protocol (" + how + ").")
                : new Failure(ExitCode.UNANSWERED, "The server closed the session (" + how + ").");
    }

    /**
     * Nothing can be sent any more: its last words tell why.
     *
     * @param shown takes them too
     */
    static Failure of(
            IOException broken, RealtimeClient client, Address address, Consumer<Received> shown)
            throws TokenRefusedException, InterruptedException {
        String complaint = "";
        Received next;
        while ((next = client.take(LAST_WORDS)) != null) {
            shown.accept(next);
            if (next instanceof Received.Message message && message.type().equals("error")) {
                complaint = message.body().path("error").path("message").asText("");
            }
            if (next instanceof Received.Closed closed) {
                Failure failure = of(closed, address);
                return complaint.isEmpty() ? failure : complaint(complaint);
            }
        }
        return new Failure(
                ExitCode.UNANSWERED, "The session ended early: " + broken.getMessage() + ".");
    }

    /** The server reported an error. */
    static Failure complaint(String message) {
        return new Failure(ExitCode.SERVER_FAULT, "The server reported an error: " + message);
    }
}
