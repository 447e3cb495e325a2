package dev.parley.streams.stage;

/** An output can't be written: the input is given up, for its lane can't be asked again. */
final class OutputLostException extends RuntimeException {
    OutputLostException(String message) {
        super(message);
    }

    OutputLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
