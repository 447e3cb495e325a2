package dev.parley.app.running;

import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.gateway.ConversationLog;
import dev.parley.connectors.gateway.GatewayServer;
import dev.parley.connectors.gateway.KafkaConversationLog;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.gateway.grpc.GrpcServers;
import dev.parley.connectors.gateway.http.CatalogueRoutes;
import dev.parley.connectors.gateway.http.PermissionRoutes;
import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.schemas.codec.Wire;
import dev.parley.streams.stage.EventWriter;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway in this process: its reading of the log, and its servers. */
final class Entrance implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Entrance.class);

    private final ConversationLog conversation;
    private final GatewayServer server;
    private final String host;
    private final boolean secure;

    /**
     * @param identity who may come in
     * @param name in event ids; another at each start
     * @param metrics in Prometheus' text format
     */
    Entrance(
            Vertx vertx,
            ParleyConfig config,
            Map<String, String> kafka,
            Wire wire,
            EventWriter writer,
            Wiring wiring,
            Identity identity,
            String name,
            Readiness readiness,
            Supplier<String> metrics) {
        this.secure = config.gateway().tls().on();
        this.host = EntrancePorts.reachable(config.gateway().host());
        this.conversation =
                new KafkaConversationLog(
                        kafka,
                        wire,
                        writer,
                        Set.of(),
                        (topic, failure) ->
                                log.error(
                                        "The gateway couldn't write to {}: {}",
                                        topic,
                                        failure.toString()));
        try {
            this.server =
                    GatewayServer.start(
                            vertx,
                            config.gateway(),
                            new GatewayServer.Surroundings(
                                    name,
                                    config.zone(),
                                    config.dialogue().deadline(),
                                    conversation,
                                    identity,
                                    readiness,
                                    text -> wiring.classifier().classify(text),
                                    new CommittedSchemas(),
                                    metrics,
                                    Clock.systemUTC()),
                            new GatewayServer.Api(
                                    config.api(),
                                    config.retention()::of,
                                    () -> properties(config),
                                    config.grpc(),
                                    wiring.tools(),
                                    new PermissionRoutes.Rights(
                                            config.tools().roles().matrix(), wiring.grants()),
                                    wiring::auditTrail));
        } catch (RuntimeException e) {
            conversation.close();
            throw e;
        }
    }

    private static List<CatalogueRoutes.ShownProperty> properties(ParleyConfig config) {
        return config.shown().stream()
                .map(
                        entry ->
                                new CatalogueRoutes.ShownProperty(
                                        entry.property(),
                                        entry.value(),
                                        entry.defaultValue(),
                                        entry.unit(),
                                        entry.description(),
                                        entry.secret()))
                .toList();
    }

    /** The HTTP API. */
    URI http() {
        return URI.create((secure ? "https://" : "http://") + host + ":" + server.httpPort() + "/");
    }

    /** The voice WebSocket. */
    URI voice() {
        return URI.create(
                (secure ? "wss://" : "ws://") + host + ":" + server.voicePort() + "/v1/realtime");
    }

    /** Where gRPC's voice and agent are: host and port. */
    String grpcAgent() {
        GrpcServers grpc = server.grpc();
        return grpc == null ? "" : host + ":" + grpc.agentPort();
    }

    /** Where gRPC's tools are: host and port. */
    String grpcTools() {
        GrpcServers grpc = server.grpc();
        return grpc == null ? "" : host + ":" + grpc.toolsPort();
    }

    int sessions() {
        return server.sessions();
    }

    @Override
    public void close() {
        server.close();
        conversation.close();
    }
}
