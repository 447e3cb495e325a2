package dev.parley.connectors.gateway.grpc;

import dev.parley.connectors.gateway.GatewayConfig;
import dev.parley.connectors.gateway.GatewayServer;
import dev.parley.connectors.gateway.PortTakenException;
import dev.parley.connectors.gateway.turns.NotedSessions;
import dev.parley.connectors.gateway.turns.TextTurns;
import dev.parley.connectors.gateway.turns.ToolCalls;
import dev.parley.streams.tool.ToolRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;

/** The gateway's ports of gRPC. {@code start} and {@code close} block. */
public final class GrpcServers implements AutoCloseable {
    private final VoiceService voice;
    private final GrpcPort agent;
    private final GrpcPort tools;

    private GrpcServers(VoiceService voice, GrpcPort agent, GrpcPort tools) {
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
                        vertx, turns, surroundings.zone(), gateway.limits().textCharacters());
        ToolsService toolsService =
                new ToolsService(
                        vertx,
                        registry,
                        new ToolCalls(
                                surroundings.log(),
                                surroundings.clock(),
                                surroundings.instance(),
                                "grpc",
                                surroundings.zone().getId(),
                                surroundings.turnDeadline(),
                                new NotedSessions(surroundings.identity().users())));
        GrpcPort.Site site =
                new GrpcPort.Site(
                        gateway.host(),
                        gateway.tls(),
                        surroundings.identity().authenticator(),
                        gateway.strangers(),
                        surroundings.readiness());
        GrpcPort agentPort = null;
        try {
            agentPort =
                    GrpcPort.open(
                            vertx,
                            site,
                            config.agentPort(),
                            "--set grpc.agent-port=",
                            List.of(voice.service(), agent.service()));
            GrpcPort toolsPort =
                    GrpcPort.open(
                            vertx,
                            site,
                            config.toolsPort(),
                            "--set grpc.tools-port=",
                            List.of(toolsService.service()));
            return new GrpcServers(voice, agentPort, toolsPort);
        } catch (RuntimeException e) {
            voice.close();
            if (agentPort != null) {
                agentPort.close();
            }
            throw e;
        }
    }

    /** The port of voice and of turns in text, where any free one was asked for. */
    public int agentPort() {
        return agent.number();
    }

    /** The port of the tools, where any free one was asked for. */
    public int toolsPort() {
        return tools.number();
    }

    @Override
    public void close() {
        agent.close();
        tools.close();
        voice.close();
    }

    /** The address as a client of this same machine names it. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "::1";
            default -> host;
        };
    }
}
