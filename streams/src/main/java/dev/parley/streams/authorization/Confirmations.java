package dev.parley.streams.authorization;

import dev.parley.schemas.event.EventId;
import dev.parley.streams.tool.Operation;
import dev.parley.streams.tool.Tool;
import org.jspecify.annotations.Nullable;

/**
 * Which calls the user is asked about first, and what counts as a yes.
 *
 * <p>An id names its writer, and the topics' access lists say who writes where: {@code
 * tool.requests} has the dialogue and the gateway alone. The dialogue keeps its state by session
 * and cites what it heard there, so an event that it cites is one of the same conversation; it
 * counts if its writer is one that stands for the user. What a model wrote, or a tool, never does.
 */
final class Confirmations {
    private static final String DIALOGUE = "dialogue";

    /** A client's own calls; what its user wants done isn't asked about again. */
    private static final String OF_CLIENT = "calling-";

    /** The ends of the user's own turns. */
    private static final String TURNS = "turn";

    /** What a client says beside speaking ({@code control}). */
    private static final String[] ENTRANCES = {"gateway-", "typing-"};

    private Confirmations() {}

    /** How a request stands. */
    enum Standing {
        /** Nobody confirmed it. */
        UNCONFIRMED,
        /** By a turn of the user's. */
        BY_TURN,
        /** By the user's client. */
        BY_CLIENT,
        /** By something that can't confirm. */
        FORGED
    }

    static boolean isNeeded(Operation operation) {
        return operation.sensitivity() == Tool.Sensitivity.SENSITIVE
                || operation.access() == Tool.Access.EXECUTE;
    }

    /**
     * @param request the id of the request
     * @param by what it cites
     */
    static Standing of(EventId request, @Nullable EventId by) {
        if (by == null) {
            return request.writer().startsWith(OF_CLIENT)
                    ? Standing.BY_CLIENT
                    : Standing.UNCONFIRMED;
        }
        if (!request.writer().equals(DIALOGUE)) {
            return Standing.FORGED;
        }
        if (by.writer().equals(TURNS)) {
            return Standing.BY_TURN;
        }
        for (String entrance : ENTRANCES) {
            if (by.writer().startsWith(entrance)) {
                return Standing.BY_CLIENT;
            }
        }
        return Standing.FORGED;
    }
}
