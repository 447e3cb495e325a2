package dev.parley.connectors.gateway;

/** Another program listens on a port; the message names the port and how to choose another. */
public class PortTakenException extends RuntimeException {
    public PortTakenException(int port, String flag, Throwable cause) {
        super(
                "Port "
                        + port
                        + " is taken by another program. Stop it, or choose another port with "
                        + flag
                        + " <port>.",
                cause);
    }
}
