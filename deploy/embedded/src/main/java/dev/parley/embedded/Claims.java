package dev.parley.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server has for itself while it runs: its folder in the data directory, and its ports. Used
 * by one thread at a time.
 */
final class Claims implements AutoCloseable {
    private final Ports ports;
    private final DataDirectory.Hold hold;
    private final List<Integer> claimed = new ArrayList<>();

    private Claims(Ports ports, DataDirectory.Hold hold) {
        this.ports = ports;
        this.hold = hold;
    }

    /**
     * @throws EmbeddedStartException if another instance has that folder
     */
    static Claims on(DataDirectory directory, String folder) {
        return new Claims(directory.ports(), directory.hold(folder));
    }

    /** As {@link Ports#claim(String, int, String)}. */
    int port(String name, int wanted, String flag) {
        int port = ports.claim(name, wanted, flag);
        claimed.add(port);
        return port;
    }

    /** In the order in which they were claimed. */
    List<Integer> ports() {
        return List.copyOf(claimed);
    }

    /** Gives all back; nothing may listen there any more. */
    @Override
    public void close() {
        claimed.forEach(ports::release);
        claimed.clear();
        hold.close();
    }
}
