package dev.parley.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether a port can be reached at an address of this machine. */
final class Reach {
    private Reach() {}

    /**
     * A server bound to 127.0.0.1 alone can't be reached at 127.0.0.2; one bound to all addresses
     * can.
     */
    static boolean beyondLoopback(int port) {
        return connects(new byte[] {127, 0, 0, 2}, port);
    }

    static boolean onLoopback(int port) {
        return connects(new byte[] {127, 0, 0, 1}, port);
    }

    private static boolean connects(byte[] address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(address), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
