package dev.parley.app.running;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The addresses that processes listen on, as Linux tells them in {@code /proc} (proc(5)). */
final class ListeningSockets {
    private static final String LISTENS = "0A";

    private ListeningSockets() {}

    static List<InetAddress> of(long pid, List<ProcessHandle> others) throws IOException {
        Set<String> sockets = new HashSet<>(sockets(pid));
        for (ProcessHandle each : others) {
            sockets.addAll(sockets(each.pid()));
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns[3].equals(LISTENS) && sockets.contains("socket:[" + columns[9] + "]")) {
                    addresses.add(address(columns[1].split(":")[0]));
                }
            }
        }
        return addresses;
    }

    private static Set<String> sockets(long pid) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file)) {
                    sockets.add(Files.readSymbolicLink(file).toString());
                }
            }
        } catch (java.nio.file.NoSuchFileException ended) {
            return Set.of();
        }
        return sockets;
    }

    /** Words of four bytes in the machine's order. */
    private static InetAddress address(String hex) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
        for (int i = 0; i < hex.length(); i += 8) {
            bytes.putInt(Integer.parseUnsignedInt(hex.substring(i, i + 8), 16));
        }
        return InetAddress.getByAddress(bytes.array());
    }
}
