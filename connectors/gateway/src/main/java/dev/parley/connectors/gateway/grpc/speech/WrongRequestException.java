package dev.parley.connectors.gateway.grpc.speech;

/** A request can't be followed; the message says why and repeats nothing of it. */
final class WrongRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongRequestException(String message) {
        super(message);
    }
}
