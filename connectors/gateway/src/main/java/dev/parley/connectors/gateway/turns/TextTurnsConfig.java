package dev.parley.connectors.gateway.turns;

import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * How clients without a lasting connection are served.
 *
 * @param idle after which a session without a turn ends
 * @param sessionsPerUser open at a gateway; one more ends the one that was longest without a turn
 * @param sessions open at a gateway, of all users
 * @param turnsPerUser under way at a gateway
 * @param lookBack how far back the log is searched for a session
 */
public record TextTurnsConfig(
        @Setting("without a turn, after which a session over HTTP or gRPC ends") Duration idle,
        @Setting(
                        value =
                                "open sessions of one user over HTTP or gRPC; one more ends the one"
                                        + " that was longest without a turn",
                        unit = "sessions")
                int sessionsPerUser,
        @Setting(value = "open sessions of all users over HTTP or gRPC", unit = "sessions")
                int sessions,
        @Setting(value = "turns of one user under way over HTTP or gRPC", unit = "turns")
                int turnsPerUser,
        @Setting("how far back the log is searched for a session") Duration lookBack) {
    public TextTurnsConfig {
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("api.idle must be positive");
        }
        if (sessionsPerUser < 1) {
            throw new IllegalArgumentException("api.sessions-per-user must be positive");
        }
        if (sessions < 1) {
            throw new IllegalArgumentException("api.sessions must be positive");
        }
        if (turnsPerUser < 1) {
            throw new IllegalArgumentException("api.turns-per-user must be positive");
        }
        if (!lookBack.isPositive()) {
            throw new IllegalArgumentException("api.look-back must be positive");
        }
    }

    public static TextTurnsConfig defaults() {
        return new TextTurnsConfig(Duration.ofMinutes(10), 16, 10_000, 32, Duration.ofDays(7));
    }
}
