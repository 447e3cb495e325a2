package dev.parley.connectors.gateway;

/** A file that TLS needs can't be used; the message names the property and the file. */
public final class TlsFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlsFileException(String message) {
        super(message);
    }
}
