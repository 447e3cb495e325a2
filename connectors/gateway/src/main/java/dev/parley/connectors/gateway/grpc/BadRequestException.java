package dev.parley.connectors.gateway.grpc;

/** A request can't be followed; the message says why and repeats nothing of it. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}
