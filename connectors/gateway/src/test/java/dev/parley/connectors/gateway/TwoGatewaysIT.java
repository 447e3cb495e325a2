package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.gateway.identity.Doorkeeper;
import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.connectors.gateway.identity.PostgresUsers;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.identity.SecretToken;
import dev.parley.connectors.gateway.identity.UserSchema;
import dev.parley.connectors.gateway.identity.Users;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.EventWriter;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways that share nothing but the broker, the users' database and the keys. */
class TwoGatewaysIT {
    private static final int PARTITIONS = 4;
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BEN = new UserId("ben");
    private static final UserId CHIEF = new UserId("chief");

    @TempDir static Path folder;
    private static final Keys KEYS = new EphemeralKeys();
    private static EmbeddedKafka kafka;
    private static EmbeddedPostgres postgres;
    private static HttpClient http;
    private static Instance first;
    private static Instance second;
    private static String anna;
    private static String ben;
    private static String chief;

    /** A gateway with all that is its own. */
    private static final class Instance implements AutoCloseable {
        final Vertx vertx = Vertx.vertx();
        final EventWriter writer = new EventWriter(new Wire(KEYS), client());
        final Users users = users();
        final KafkaConversationLog log;
        final GatewayServer server;

        Instance(String name, Set<Integer> partitions) {
            log =
                    new KafkaConversationLog(
                            client(),
                            new Wire(KEYS),
                            writer,
                            partitions,
                            (topic, failure) -> {
                                throw new AssertionError(topic.name(), failure);
                            });
            server =
                    GatewayServer.start(
                            vertx,
                            Gateway.config(),
                            new GatewayServer.Surroundings(
                                    name,
                                    ZoneId.of("UTC"),
                                    Duration.ofSeconds(1),
                                    log,
                                    new Identity(
                                            new Doorkeeper(
                                                    vertx, users, null, InstantSource.system()),
                                            users,
                                            TwoGatewaysIT::erase),
                                    List::of,
                                    text -> {
                                        throw new AssertionError("nobody asks");
                                    },
                                    new Gateway.Schemas(),
                                    () -> "",
                                    InstantSource.system()));
        }

        Client connect(String query, String token) {
            return Client.connect(http, server.voicePort(), query, token);
        }

        /** The status of an upgrade that is refused. */
        int refused(String query, String token) {
            try {
                http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .buildAsync(
                                URI.create(
                                        "ws://127.0.0.1:"
                                                + server.voicePort()
                                                + "/v1/realtime"
                                                + query),
                                new WebSocket.Listener() {})
                        .join()
                        .abort();
                throw new AssertionError("the upgrade was granted");
            } catch (CompletionException e) {
                return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
            }
        }

        int status(String method, String path, String token) throws Exception {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:" + server.httpPort() + path))
                                    .header("Authorization", "Bearer " + token)
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }

        @Override
        public void close() {
            server.close();
            log.close();
            writer.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        kafka =
                EmbeddedKafka.start(
                        folder.resolve("kafka"),
                        EmbeddedKafka.Settings.DEFAULT.unguarded().outliving());
        List<NewTopic> topics = new ArrayList<>();
        for (Topic topic : Topics.all()) {
            topics.add(new NewTopic(topic.fullName(), PARTITIONS, (short) 1));
        }
        try (Admin admin = Admin.create(new HashMap<>(client()))) {
            admin.createTopics(topics).all().get(60, TimeUnit.SECONDS);
        }
        postgres =
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                        .setDataDirectory(folder.resolve("data"))
                        .setServerConfig("fsync", "off")
                        .start();
        UserSchema.migrate(postgres.getPostgresDatabase());
        http = HttpClient.newHttpClient();
        first = new Instance("first", Set.of(0, 1));
        second = new Instance("second", Set.of(2, 3));
        chief = token(CHIEF, Role.ADMIN);
        anna = token(ANNA, Role.USER);
        ben = token(BEN, Role.USER);
    }

    @AfterAll
    static void stop() throws Exception {
        second.close();
        first.close();
        http.close();
        postgres.close();
        kafka.close();
    }

    @Test
    void aRemovedUsersSessionsCloseAtTheOtherGatewayToo() throws Exception {
        // Given
        Client here = first.connect("", anna);
        Client there = second.connect("", anna);
        try (Client bensHere = first.connect("", ben);
                Client bensThere = second.connect("", ben)) {
            KEYS.of(new Owner.Session(here.session));

            // nobody else comes to her sessions, here or there
            for (String other : List.of(ben, chief)) {
                assertThat(second.refused("?session=" + here.session, other)).isEqualTo(404);
                assertThat(first.status("GET", "/api/sessions/" + there.session, other))
                        .isEqualTo(404);
                assertThat(first.status("DELETE", "/api/sessions/" + there.session, other))
                        .isEqualTo(404);
            }

            // When
            int removed = first.status("DELETE", "/api/users/" + ANNA, chief);

            // Then
            assertThat(removed).isEqualTo(204);
            assertThat(here.closeCode()).isEqualTo(1008);
            assertThat(there.closeCode()).isEqualTo(1008);
            assertThat(ended(second, there.session)).isEqualTo("token-withdrawn");
            assertThat(first.refused("", anna)).isEqualTo(401);
            awaitRefused(second, anna);
            assertThat(KEYS.find(KEYS.of(new Owner.Session(bensHere.session)).id())).isPresent();
            bensHere.isQuietAndWell();
            bensThere.isQuietAndWell();
        }
    }

    @Test
    void whoComesBackElsewhereFindsTheSameSessionAndNobodyElseDoes() {
        // Given
        Client before = first.connect("", ben);
        before.isQuietAndWell();

        // When
        assertThat(second.refused("?session=" + before.session, chief)).isEqualTo(404);
        try (Client after = second.connect("?session=" + before.session, ben)) {
            after.next("parley.session.resumed");

            // Then
            assertThat(after.session).isEqualTo(before.session);
            assertThat(before.closeCode()).isEqualTo(1000);
            after.isQuietAndWell();
        }
    }

    /** What the log says of why it ended. */
    private static String ended(Instance gateway, SessionId session) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < until) {
            for (var envelope :
                    gateway.log.history(session, Set.of(Topics.CONTROL), Instant.EPOCH)) {
                if (envelope.event() instanceof Control.SessionEnded over) {
                    return over.reason();
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("it didn't end");
    }

    /** What the other gateway found a moment ago holds there for 3 s at most. */
    private static void awaitRefused(Instance gateway, String token) throws Exception {
        Instant until = Instant.now().plus(Doorkeeper.FRESH).plusSeconds(5);
        while (gateway.status("GET", "/api/topics", token) != 401) {
            assertThat(Instant.now()).isBefore(until);
            Thread.sleep(50);
        }
    }

    private static void erase(UserId user, List<SessionId> sessions) {
        KEYS.destroy(new Owner.User(user));
        sessions.forEach(session -> KEYS.destroy(new Owner.Session(session)));
    }

    private static String token(UserId user, Role role) {
        assertThat(first.users.add(user, user.value(), role)).isTrue();
        SecretToken token = SecretToken.mint();
        assertThat(first.users.keep(token, user, "test", false, null)).isPresent();
        return token.text();
    }

    private static Users users() {
        return new PostgresUsers(
                new PostgresqlConnectionFactory(
                        PostgresqlConnectionConfiguration.builder()
                                .host("localhost")
                                .port(postgres.getPort())
                                .database("postgres")
                                .username("postgres")
                                .password("postgres")
                                .build()));
    }

    private static Map<String, String> client() {
        return Map.of("bootstrap.servers", kafka.bootstrap());
    }
}
