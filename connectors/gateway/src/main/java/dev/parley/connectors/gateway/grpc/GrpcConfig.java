package dev.parley.connectors.gateway.grpc;

import dev.parley.streams.stage.Setting;

/**
 * Where gRPC is served, at the gateway's address.
 *
 * @param agentPort of voice and turns in text; 0 for any that is free
 * @param toolsPort of the tools; 0 for any that is free
 */
public record GrpcConfig(
        @Setting(
                        "the port of gRPC's voice and agent; 0 for any that is free, as where"
                                + " gateway.http-port is 0")
                int agentPort,
        @Setting(
                        "the port of gRPC's tools; 0 for any that is free, as where"
                                + " gateway.http-port is 0")
                int toolsPort) {
    public GrpcConfig {
        port("agent-port", agentPort);
        port("tools-port", toolsPort);
        if (agentPort == toolsPort && agentPort != 0) {
            throw new IllegalArgumentException(
                    "grpc.agent-port and grpc.tools-port must differ, both are " + agentPort);
        }
    }

    public static GrpcConfig defaults() {
        return new GrpcConfig(50_052, 50_055);
    }

    /**
     * The same on any ports that are free where the gateway's HTTP API is: several stand side by
     * side.
     */
    public GrpcConfig beside(int httpPort) {
        return httpPort == 0 ? new GrpcConfig(0, 0) : this;
    }

    private static void port(String property, int value) {
        if (value < 0 || value > 65_535) {
            throw new IllegalArgumentException(
                    "grpc." + property + " must be 0 to 65535, not " + value);
        }
    }
}
