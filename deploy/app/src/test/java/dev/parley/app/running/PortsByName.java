package dev.parley.app.running;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** A free port for each process, its own also after a restart. Used by one thread. */
final class PortsByName {
    private final Map<String, Integer> ports = new HashMap<>();

    int of(String process) throws IOException {
        Integer known = ports.get(process);
        if (known == null) {
            try (ServerSocket free = new ServerSocket(0)) {
                known = free.getLocalPort();
            }
            ports.put(process, known);
        }
        return known;
    }
}
