package dev.parley.connectors.gateway.grpc;

import dev.parley.streams.stage.Setting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Where gRPC is served, at the gateway's address.
 *
 * @param agentPort of voice and turns in text; 0 for any that is free
 * @param sttPort of the recogniser, where {@code hearing} runs; 0 for any that is free
 * @param ttsPort of the synthesiser, where {@code synthesis} runs; 0 for any that is free
 * @param toolsPort of the tools; 0 for any that is free
 * @param speech what those may ask who use the recogniser and the synthesiser
 */
public record GrpcConfig(
        @Setting(
                        "the port of gRPC's voice and agent; 0 for any that is free, as where"
                                + " gateway.http-port is 0")
                int agentPort,
        @Setting(
                        "the port of gRPC's recogniser, where hearing runs; 0 for any that is free,"
                                + " as where gateway.http-port is 0")
                int sttPort,
        @Setting(
                        "the port of gRPC's synthesiser, where synthesis runs; 0 for any that is"
                                + " free, as where gateway.http-port is 0")
                int ttsPort,
        @Setting(
                        "the port of gRPC's tools; 0 for any that is free, as where"
                                + " gateway.http-port is 0")
                int toolsPort,
        Speech speech) {
    public GrpcConfig {
        Map<String, Integer> ports =
                Map.of(
                        "grpc.agent-port", agentPort,
                        "grpc.stt-port", sttPort,
                        "grpc.tts-port", ttsPort,
                        "grpc.tools-port", toolsPort);
        Map<Integer, String> taken = new HashMap<>();
        ports.keySet().stream()
                .sorted()
                .forEach(
                        name -> {
                            int port = inRange(name, ports.getOrDefault(name, 0));
                            String other = port == 0 ? null : taken.put(port, name);
                            if (other != null) {
                                throw new IllegalArgumentException(
                                        "%s and %s must differ, both are %d"
                                                .formatted(other, name, port));
                            }
                        });
    }

    /**
     * What the users of the recogniser and of the synthesiser may ask, of each of the two.
     *
     * @param streams under way at a time, of all users
     * @param streamsPerUser under way at a time
     * @param sound in one stream, or made in one
     * @param idle in which nothing comes from a client, or nothing is read by it, before its stream
     *     ends
     * @param textCharacters of one text to be spoken
     */
    public record Speech(
            @Setting(
                            value = "streams of all users under way, of each of stt and tts",
                            unit = "streams")
                    int streams,
            @Setting(
                            value = "streams of one user under way, of each of stt and tts",
                            unit = "streams")
                    int streamsPerUser,
            @Setting("the most sound in a stream") Duration sound,
            @Setting("without anything sent or read by the client before its stream is" + " ended")
                    Duration idle,
            @Setting(value = "the longest text to be spoken", unit = "characters")
                    int textCharacters) {
        public Speech {
            positive("streams", streams > 0);
            positive("streams-per-user", streamsPerUser > 0);
            positive("sound", sound.isPositive());
            positive("idle", idle.isPositive());
            positive("text-characters", textCharacters > 0);
        }

        public static Speech defaults() {
            return new Speech(16, 4, Duration.ofMinutes(10), Duration.ofSeconds(30), 4000);
        }

        private static void positive(String property, boolean so) {
            if (!so) {
                throw new IllegalArgumentException("grpc.speech." + property + " must be positive");
            }
        }
    }

    public static GrpcConfig defaults() {
        return new GrpcConfig(50_052, 50_053, 50_054, 50_055, Speech.defaults());
    }

    /** On any ports that are free. */
    public GrpcConfig anywhere() {
        return new GrpcConfig(0, 0, 0, 0, speech);
    }

    /**
     * The same on any ports that are free where the gateway's HTTP API is: several stand side by
     * side.
     */
    public GrpcConfig beside(int httpPort) {
        return httpPort == 0 ? anywhere() : this;
    }

    private static int inRange(String property, int value) {
        if (value < 0 || value > 65_535) {
            throw new IllegalArgumentException(property + " must be 0 to 65535, not " + value);
        }
        return value;
    }
}
