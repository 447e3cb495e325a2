package dev.parley.connectors.gateway.grpc;

import dev.parley.connectors.gateway.GatewayConfig;
import dev.parley.connectors.gateway.GatewayServer;
import dev.parley.connectors.gateway.PortTakenException;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.gateway.turns.NotedSessions;
import dev.parley.connectors.gateway.turns.TextTurns;
import dev.parley.connectors.gateway.turns.ToolCalls;
import dev.parley.streams.tool.ToolRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.Service;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** gRPC's servers, one per port. {@code start} and {@code close} block. */
public final class GrpcServers implements AutoCloseable {
    private static final long MESSAGE_BYTES = 1L << 20;

    private final VoiceService voice;
    private final HttpServer agent;
    private final HttpServer tools;

    private GrpcServers(VoiceService voice, HttpServer agent, HttpServer tools) {
        this.voice = voice;
        this.agent = agent;
        this.tools = tools;
    }

    /**
     * @param registry the tools that are shown
     * @param voicePort where this gateway takes voice over WebSockets
     * @throws PortTakenException if another program listens on one of the ports
     */
    public static GrpcServers start(
            Vertx vertx,
            GatewayConfig gateway,
            GrpcConfig config,
            GatewayServer.Surroundings surroundings,
            TextTurns turns,
            ToolRegistry registry,
            int voicePort) {
        VoiceService voice =
                new VoiceService(
                        vertx,
                        new WebSocketConnectOptions()
                                .setHost(reachable(gateway.host()))
                                .setPort(voicePort)
                                .setSsl(gateway.tls().on()));
        AgentService agent =
                new AgentService(
                        vertx,
                        turns,
                        surroundings.identity().authenticator(),
                        surroundings.zone(),
                        gateway.limits().textCharacters());
        ToolsService toolsService =
                new ToolsService(
                        vertx,
                        registry,
                        new ToolCalls(
                                surroundings.log(),
                                surroundings.clock(),
                                surroundings.instance(),
                                surroundings.zone().getId(),
                                surroundings.turnDeadline(),
                                new NotedSessions(surroundings.identity().users())),
                        surroundings.identity().authenticator());
        HttpServer agentServer = null;
        try {
            agentServer =
                    listen(
                            vertx,
                            gateway,
                            config.agentPort(),
                            "--set grpc.agent-port=",
                            surroundings,
                            List.of(voice.service(), agent.service()));
            HttpServer toolsServer =
                    listen(
                            vertx,
                            gateway,
                            config.toolsPort(),
                            "--set grpc.tools-port=",
                            surroundings,
                            List.of(toolsService.service()));
            return new GrpcServers(voice, agentServer, toolsServer);
        } catch (RuntimeException e) {
            voice.close();
            if (agentServer != null) {
                await(agentServer.close());
            }
            throw e;
        }
    }

    /** The port of voice and of turns in text, where any free one was asked for. */
    public int agentPort() {
        return agent.actualPort();
    }

    /** The port of the tools, where any free one was asked for. */
    public int toolsPort() {
        return tools.actualPort();
    }

    @Override
    public void close() {
        await(agent.close());
        await(tools.close());
        voice.close();
    }

    private static HttpServer listen(
            Vertx vertx,
            GatewayConfig gateway,
            int port,
            String flag,
            GatewayServer.Surroundings surroundings,
            List<Service> services) {
        GrpcServer server =
                GrpcServer.server(
                        vertx,
                        new GrpcServerOptions()
                                .setScheduleDeadlineAutomatically(true)
                                .setMaxMessageSize(MESSAGE_BYTES));
        HealthService health = HealthService.create(vertx);
        services.forEach(
                service -> {
                    server.addService(service);
                    health.register(
                            service.name(),
                            () ->
                                    vertx.executeBlocking(
                                            () ->
                                                    surroundings.readiness().checks().stream()
                                                            .allMatch(Readiness.Check::ok),
                                            false));
                });
        server.addService(health);
        server.addService(ReflectionService.v1());
        HttpServerOptions options = new HttpServerOptions().setHost(gateway.host()).setPort(port);
        gateway.tls().secure(options);
        try {
            return await(
                    vertx.createHttpServer(options)
                            .requestHandler(
                                    new Callers(surroundings.identity().authenticator(), server))
                            .listen());
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof BindException taken) {
                throw new PortTakenException(port, flag, taken);
            }
            throw e;
        }
    }

    /** The address as a client of this same machine names it. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "::1";
            default -> host;
        };
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("gRPC can't listen or stop", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("gRPC took too long to listen or stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
