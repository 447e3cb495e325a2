package dev.parley.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;

/**
 * The one place where ports are chosen, so that no two servers pick the same one. A port that was
 * picked is remembered in the data folder and picked again at the next start if it is still free.
 * Safe for use by several threads.
 */
public final class Ports {
    private static final InetAddress LOOPBACK = loopback();

    /** Chosen by this JVM, for whatever data folder; not chosen twice even before it is bound. */
    private static final Set<Integer> GIVEN_OUT = new HashSet<>();

    private final Path file;

    Ports(Path file) {
        this.file = file;
    }

    /** 127.0.0.1, also where the host prefers IPv6. */
    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@link #claim(String, InetAddress, int, String)}, on 127.0.0.1. */
    public int claim(String name, int wanted, String flag) {
        return claim(name, LOOPBACK, wanted, flag);
    }

    /**
     * A free port for the server of that name.
     *
     * @param wanted the port to take, or 0 for the last one of that name, or else any
     * @param flag the flag by which a user chooses this port, as in {@code --kafka-port}
     * @throws EmbeddedStartException if the wanted port is taken
     */
    public int claim(String name, InetAddress address, int wanted, String flag) {
        synchronized (GIVEN_OUT) {
            if (wanted != 0) {
                if (!isFree(address, wanted)) {
                    throw taken(wanted, address, flag);
                }
            }
            try {
                var remembered = read();
                int last = Integer.parseInt(remembered.getProperty(name, "0"));
                int port;
                if (wanted != 0) {
                    port = wanted;
                } else if (last != 0 && !GIVEN_OUT.contains(last) && isFree(address, last)) {
                    port = last;
                } else {
                    port = anyFree(address, remembered);
                }
                GIVEN_OUT.add(port);
                if (port != last) {
                    remembered.setProperty(name, Integer.toString(port));
                    var text = new StringWriter();
                    remembered.store(text, null);
                    DataDirectory.writeDurably(file, text.toString());
                }
                return port;
            } catch (IOException | NumberFormatException e) {
                throw new EmbeddedStartException(
                        "The list of ports %s can't be read or written: remove it, or check the disk."
                                .formatted(file),
                        e);
            }
        }
    }

    /** The port that the server of that name had at its last start. */
    public OptionalInt last(String name) {
        try {
            int port = Integer.parseInt(read().getProperty(name, "0"));
            return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
        } catch (IOException | NumberFormatException e) {
            throw new EmbeddedStartException(
                    "The list of ports %s can't be read: remove it, or check the disk."
                            .formatted(file),
                    e);
        }
    }

    /** Gives a port back once nothing listens on it any more. */
    void release(int port) {
        synchronized (GIVEN_OUT) {
            GIVEN_OUT.remove(port);
        }
    }

    static EmbeddedStartException taken(int port, InetAddress address, String flag) {
        return new EmbeddedStartException(
                "Port %d on %s is taken by another program: stop that program, or choose another port with %s."
                        .formatted(port, address.getHostAddress(), flag));
    }

    private Properties read() throws IOException {
        var properties = new Properties();
        if (Files.exists(file)) {
            properties.load(new StringReader(Files.readString(file)));
        }
        return properties;
    }

    private static int anyFree(InetAddress address, Properties remembered) throws IOException {
        while (true) {
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(address, 0));
                int port = socket.getLocalPort();
                if (!GIVEN_OUT.contains(port)
                        && !remembered.containsValue(Integer.toString(port))) {
                    return port;
                }
            }
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
