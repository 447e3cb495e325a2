package dev.parley.streams.stage;

/** A fault that trying again may cure: a store that is away, an engine that is overloaded. */
public class PassingFaultException extends RuntimeException {
    public PassingFaultException(String message) {
        super(message);
    }

    public PassingFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
