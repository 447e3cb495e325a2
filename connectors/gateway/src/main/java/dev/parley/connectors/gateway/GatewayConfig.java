package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.identity.JwtConfig;
import dev.parley.connectors.gateway.limits.RatesConfig;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import dev.parley.schemas.event.Presence;
import dev.parley.streams.stage.Setting;
import java.time.Duration;
import java.util.List;

/**
 * The gateway's configuration.
 *
 * @param host the address to listen on; loopback unless the owner says otherwise
 * @param httpPort of the HTTP API, which also takes voice; 0 for any that is free
 * @param voicePort of voice alone; 0 for any that is free
 * @param presence how often it is said again that a session is still there
 * @param origins of pages elsewhere that may talk to this gateway
 */
public record GatewayConfig(
        @Setting("the address to listen on; anything but loopback is open to the network")
                String host,
        @Setting("the port of the HTTP API, which also takes voice; 0 for any that is free")
                int httpPort,
        @Setting("the port of voice alone; 0 for any that is free") int voicePort,
        @Setting("how often it is said again that a session is still there; 10 s at most")
                Duration presence,
        Limits limits,
        RatesConfig rates,
        StrangersConfig strangers,
        Patience patience,
        @Setting("pages elsewhere that may talk to this gateway, such as" + " https://desk.example")
                List<String> origins,
        JwtConfig jwt,
        TlsConfig tls) {
    private static final String ORIGIN = "https?://[^/?#*\\s]+";

    public GatewayConfig {
        origins = List.copyOf(origins);
        for (String origin : origins) {
            if (!origin.matches(ORIGIN)) {
                throw new IllegalArgumentException(
                        "gateway.origins must each be https://host or http://host:port, without a"
                                + " path");
            }
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("gateway.host must not be empty");
        }
        port("http-port", httpPort);
        port("voice-port", voicePort);
        if (httpPort == voicePort && httpPort != 0) {
            throw new IllegalArgumentException(
                    "gateway.http-port and gateway.voice-port must differ, both are " + httpPort);
        }
        if (!presence.isPositive() || presence.compareTo(Presence.SAID_EVERY) > 0) {
            throw new IllegalArgumentException(
                    "gateway.presence must be positive and at most "
                            + Presence.SAID_EVERY.toSeconds()
                            + " s");
        }
    }

    /**
     * One with the usual rates, that no page elsewhere may talk to, without JSON web tokens and
     * TLS.
     */
    public GatewayConfig(
            String host,
            int httpPort,
            int voicePort,
            Duration presence,
            Limits limits,
            Patience patience) {
        this(
                host,
                httpPort,
                voicePort,
                presence,
                limits,
                RatesConfig.defaults(),
                StrangersConfig.defaults(),
                patience,
                List.of(),
                JwtConfig.defaults(),
                TlsConfig.none());
    }

    public static GatewayConfig defaults() {
        return new GatewayConfig(
                "127.0.0.1",
                8000,
                9000,
                Presence.SAID_EVERY,
                Limits.defaults(),
                Patience.defaults());
    }

    /**
     * What a client may ask for.
     *
     * @param sessionsPerUser open at a time
     * @param sessions open at a time, of all users
     * @param messageBytes of one message; longer ones are answered with an error
     * @param frameBytes of one WebSocket frame; a longer one closes the connection
     * @param textCharacters of one typed message
     * @param badEvents after which a session is closed
     * @param inboundBytes that may wait to be handled before the socket is paused
     * @param outboundBytes that may wait for a client that doesn't read
     */
    public record Limits(
            @Setting(value = "open sessions of one user", unit = "sessions") int sessionsPerUser,
            @Setting(value = "open sessions of all users", unit = "sessions") int sessions,
            @Setting(
                            value = "the longest message; longer ones are answered with an error",
                            unit = "bytes")
                    int messageBytes,
            @Setting(
                            value =
                                    "the longest WebSocket frame; a longer one closes the"
                                            + " connection",
                            unit = "bytes")
                    int frameBytes,
            @Setting(value = "the longest typed message", unit = "characters") int textCharacters,
            @Setting(value = "bad events after which a session is closed", unit = "events")
                    int badEvents,
            @Setting(
                            value = "what may wait to be handled before the socket is paused",
                            unit = "bytes")
                    int inboundBytes,
            @Setting(value = "what may wait for a client that doesn't read", unit = "bytes")
                    int outboundBytes) {
        public Limits {
            positive("sessions-per-user", sessionsPerUser);
            positive("sessions", sessions);
            positive("message-bytes", messageBytes);
            positive("frame-bytes", frameBytes);
            positive("text-characters", textCharacters);
            positive("bad-events", badEvents);
            positive("inbound-bytes", inboundBytes);
            positive("outbound-bytes", outboundBytes);
            if (frameBytes < messageBytes) {
                throw new IllegalArgumentException(
                        "gateway.limits.frame-bytes must be at least message-bytes");
            }
        }

        public static Limits defaults() {
            return new Limits(16, 1000, 1 << 20, 16 << 20, 4000, 100, 4 << 20, 256 << 10);
        }

        private static void positive(String property, int value) {
            if (value <= 0) {
                throw new IllegalArgumentException(
                        "gateway.limits." + property + " must be positive, not " + value);
            }
        }
    }

    /**
     * How long the gateway waits.
     *
     * @param quiet without sound from a client that was sending, before it counts as stalled
     * @param slowReader without anything read, while more than {@code outbound-bytes} wait, before
     *     the connection is closed
     * @param playbackReport for the client's own report, after a reply should have been heard
     * @param reply without progress of a reply, before it is given up
     * @param comeBack for a client whose connection broke, before its session ends
     * @param redelivery how far back a client that comes back is told of what it missed; replies
     *     that began before aren't told again
     * @param sound for the sound of a sentence, before a recorded one is played and the reply given
     *     up
     * @param answer for a reply to a turn, beyond the turn's deadline, before the recorded sentence
     *     is played
     * @param clientTool for the output of a function that the client runs, before the call fails
     * @param session a connection may last, before its client must come back
     */
    public record Patience(
            @Setting("without sound from a client that was sending, before it counts as stalled")
                    Duration quiet,
            @Setting(
                            "without anything read while more than outbound-bytes wait, before the"
                                    + " connection is closed")
                    Duration slowReader,
            @Setting("for the client's own report, after a reply should have been heard")
                    Duration playbackReport,
            @Setting("without progress of a reply, before it is given up") Duration reply,
            @Setting("for a client whose connection broke to come back, before its session ends")
                    Duration comeBack,
            @Setting("how far back a client that comes back is told of what it missed")
                    Duration redelivery,
            @Setting(
                            "for the sound of a sentence, before a recorded one is played and the"
                                    + " reply given up")
                    Duration sound,
            @Setting(
                            "for a reply to a turn, beyond dialogue.deadline, before the recorded"
                                    + " sentence is played")
                    Duration answer,
            @Setting("for the output of a function that the client runs, before the call fails")
                    Duration clientTool,
            @Setting("for how long a connection may last before its client must come back")
                    Duration session) {
        public Patience {
            positive("quiet", quiet);
            positive("slow-reader", slowReader);
            positive("playback-report", playbackReport);
            positive("reply", reply);
            positive("come-back", comeBack);
            positive("redelivery", redelivery);
            positive("sound", sound);
            positive("answer", answer);
            positive("client-tool", clientTool);
            positive("session", session);
        }

        public static Patience defaults() {
            return new Patience(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofHours(24));
        }

        private static void positive(String property, Duration value) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException(
                        "gateway.patience." + property + " must be positive, not " + value);
            }
        }
    }

    private static void port(String property, int value) {
        if (value < 0 || value > 65_535) {
            throw new IllegalArgumentException(
                    "gateway." + property + " must be 0 to 65535, not " + value);
        }
    }
}
