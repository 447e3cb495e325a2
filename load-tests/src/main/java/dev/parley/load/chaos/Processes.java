package dev.parley.load.chaos;

import dev.parley.app.Main;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedDatabase;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.EmbeddedServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An installation in processes of their own: two of each role, one broker. */
final class Processes implements AutoCloseable {
    private static final int PARTITIONS = 8;
    private static final Map<Role, String> HEAPS =
            Map.of(Role.BROKER, "512m", Role.CORE, "512m", Role.SYNTHESIS, "512m");

    private final Path folder;
    private final @Nullable Path archive;
    private final DataDirectory directory;
    private final EmbeddedServers stores;
    private final int brokerPort = freePort();
    private final List<Integer> voicePorts = List.of(freePort(), freePort());
    private final List<Integer> httpPorts = List.of(freePort(), freePort());
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Child> running = new HashMap<>();

    /**
     * Starts all and waits until all are ready.
     *
     * @param folder where everything is kept
     * @param archive of the class path's classes, if there is one
     */
    Processes(Path folder, @Nullable Path archive, Consumer<String> progress)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.archive = archive;
        directory = DataDirectory.open(folder.resolve("stores"));
        stores =
                new EmbeddedServers(
                        directory,
                        new EmbeddedServers.Settings(
                                null,
                                EmbeddedDatabase.Settings.DEFAULT,
                                EmbeddedRedis.Settings.DEFAULT));
        stores.start((part, took) -> progress.accept(part.title() + " is up"));
        describe();
        start(Role.BROKER, 0).awaitReady();
        progress.accept("Kafka is up");
        prepare();
        for (Role role : List.of(Role.CORE, Role.HEARING, Role.SYNTHESIS, Role.TOOLS)) {
            var unused = start(role, 0);
        }
        awaitReady();
        progress.accept("One process of each stage is up");
        for (Role role : List.of(Role.CORE, Role.HEARING, Role.SYNTHESIS)) {
            var unused = start(role, 1);
        }
        start(Role.GATEWAY, 0).awaitReady();
        start(Role.GATEWAY, 1).awaitReady();
        awaitReady();
        progress.accept(running.size() + " processes are up");
    }

    private void describe() {
        EmbeddedDatabase database = stores.database();
        EmbeddedRedis redis = stores.redis();
        environment.put("PARLEY_DATA", folder.resolve("data").toString());
        environment.put("PARLEY_PARTITIONS", Integer.toString(PARTITIONS));
        environment.put("PARLEY_ZONE", "UTC");
        environment.put("PARLEY_TOOLS_CALLS_PER_WINDOW", "100000");
        // A busy machine makes pauses long: what counts here is that the reply comes, whole.
        environment.put("PARLEY_GATEWAY_PATIENCE_SOUND", "60s");
        environment.put("PARLEY_GATEWAY_PATIENCE_REPLY", "60s");
        environment.put("PARLEY_GATEWAY_PATIENCE_COME_BACK", "60s");
        environment.put("PARLEY_GATEWAY_PATIENCE_QUIET", "10s");
        environment.put("PARLEY_SERVERS_CREATE_KEYS", "true");
        environment.put("PARLEY_SERVERS_KAFKA_BOOTSTRAP", bootstrap());
        environment.put(
                "PARLEY_SERVERS_POSTGRES_URL",
                "postgresql://%s@%s:%d/%s"
                        .formatted(
                                database.user(),
                                database.host(),
                                database.port(),
                                database.database()));
        environment.put("PARLEY_SERVERS_POSTGRES_PASSWORD", database.password());
        environment.put(
                "PARLEY_SERVERS_REDIS_URL", "redis://%s:%d".formatted(redis.host(), redis.port()));
        environment.put("PARLEY_SERVERS_REDIS_PASSWORD", redis.password());
    }

    private void prepare() throws IOException, InterruptedException {
        Child prepare =
                Child.start(
                        "prepare", "256m", archive, Main.class, environment, List.of("prepare"));
        while (prepare.runs()) {
            Thread.sleep(20);
        }
    }

    private static String name(Role role, int which) {
        return role.title() + "-" + (char) ('a' + which);
    }

    /** Starts a process under its name; the earlier one of that name is gone. */
    Child start(Role role, int which) throws IOException {
        String name = name(role, which);
        Child child;
        if (role == Role.BROKER) {
            child =
                    Child.start(
                            name,
                            HEAPS.getOrDefault(role, "384m"),
                            archive,
                            BrokerProcess.class,
                            Map.of(),
                            List.of(
                                    folder.resolve("broker").toString(),
                                    Integer.toString(brokerPort)));
        } else {
            Map<String, String> own = new HashMap<>(environment);
            own.put("PARLEY_GRPC_STT_PORT", "0");
            own.put("PARLEY_GRPC_TTS_PORT", "0");
            if (role == Role.GATEWAY) {
                own.put("PARLEY_GATEWAY_VOICE_PORT", voicePorts.get(which).toString());
                own.put("PARLEY_GATEWAY_HTTP_PORT", httpPorts.get(which).toString());
                own.put("PARLEY_GRPC_AGENT_PORT", "0");
                own.put("PARLEY_GRPC_TOOLS_PORT", "0");
            }
            child =
                    Child.start(
                            name,
                            HEAPS.getOrDefault(role, "384m"),
                            archive,
                            Main.class,
                            own,
                            List.of(
                                    "run",
                                    "--stages",
                                    String.join(",", role.stages()),
                                    "--instance",
                                    name));
        }
        running.put(name, child);
        return child;
    }

    Child running(Role role, int which) {
        Child child = running.get(name(role, which));
        if (child == null) {
            throw new IllegalStateException("there is no " + name(role, which));
        }
        return child;
    }

    /** Waits until all are well. */
    void awaitReady() throws InterruptedException {
        for (Child child : List.copyOf(running.values())) {
            child.awaitReady();
        }
    }

    /** Waits until all of that role are well; the broker counts as well when all the others are. */
    void awaitReady(Role role) throws InterruptedException {
        running(Role.BROKER, 0).awaitReady();
        if (role == Role.BROKER) {
            awaitReady();
        } else {
            running(role, 0).awaitReady();
            running(role, 1).awaitReady();
        }
    }

    /** Where people talk, each gateway's voice WebSocket. */
    List<URI> gateways() {
        List<URI> urls = new ArrayList<>();
        voicePorts.forEach(port -> urls.add(URI.create("ws://127.0.0.1:" + port + "/v1/realtime")));
        return urls;
    }

    String token() throws IOException {
        return Files.readString(folder.resolve("data/secrets/local-token")).strip();
    }

    String bootstrap() {
        return "127.0.0.1:" + brokerPort;
    }

    int partitions() {
        return PARTITIONS;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.values().parallelStream().forEach(Child::close);
        stores.close();
        directory.close();
    }
}
