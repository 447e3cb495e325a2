package dev.parley.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The servers of an instance that is running, as another process finds them: by the ports and the
 * passwords in their data directory. Nothing there is changed.
 *
 * @param kafkaClient what a Kafka client needs to connect: address, protocol, login
 * @param database how to reach the database
 */
public record RunningServers(Map<String, String> kafkaClient, Login database) {
    private static final int CONNECT_MILLIS = 1000;

    /** Where a database is, and the account in it; prints without the password. */
    public record Login(String host, int port, String database, String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + "@" + host + ":" + port + "/" + database + "]";
        }
    }

    /**
     * @return empty if no instance has the folder open, or its servers don't listen yet
     * @throws EmbeddedStartException if what lies in the folder can't be read
     */
    public static Optional<RunningServers> on(Path folder) {
        if (!DataDirectory.isOpen(folder)) {
            return Optional.empty();
        }
        var directory = DataDirectory.prepared(folder, 0);
        OptionalInt kafka = directory.ports().last(EmbeddedKafka.FOLDER);
        OptionalInt postgres = directory.ports().last(EmbeddedDatabase.FOLDER);
        if (kafka.isEmpty()
                || postgres.isEmpty()
                || !listens(kafka.getAsInt())
                || !listens(postgres.getAsInt())
                || !directory.hasSecret(EmbeddedKafka.FOLDER)
                || !directory.hasSecret(EmbeddedDatabase.FOLDER)) {
            return Optional.empty();
        }
        var host = Ports.loopback().getHostAddress();
        return Optional.of(
                new RunningServers(
                        BrokerSettings.client(
                                host + ":" + kafka.getAsInt(),
                                BrokerSettings.USER,
                                directory.secret(EmbeddedKafka.FOLDER)),
                        new Login(
                                host,
                                postgres.getAsInt(),
                                EmbeddedDatabase.DATABASE,
                                EmbeddedDatabase.USER,
                                directory.secret(EmbeddedDatabase.FOLDER))));
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.loopback(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
