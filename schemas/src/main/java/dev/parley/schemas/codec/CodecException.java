package dev.parley.schemas.codec;

/**
 * Bytes that can't be read, or a value that can't be written. Its message holds nothing personal.
 */
public class CodecException extends RuntimeException {
    public CodecException(String message) {
        super(message);
    }

    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
