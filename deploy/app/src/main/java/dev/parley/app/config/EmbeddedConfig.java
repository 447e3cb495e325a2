package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The servers that come with Parley, on loopback. */
public record EmbeddedConfig(
        @Setting("the port of the embedded Kafka; 0 for its last one, or any that is free")
                int kafkaPort,
        @Setting("the port of the embedded PostgreSQL; 0 for its last one, or any that is free")
                int postgresPort,
        @Setting("the port of the embedded Redis; 0 for its last one, or any that is free")
                int redisPort,
        @Setting(
                        value =
                                "a Redis of one's own instead of the embedded one:"
                                        + " redis://:password@host:port",
                        secret = true)
                @Nullable String redis) {
    private static final int USUAL_REDIS_PORT = 6379;

    public EmbeddedConfig {
        port("kafka-port", kafkaPort);
        port("postgres-port", postgresPort);
        port("redis-port", redisPort);
        if (redis != null && !isRedis(redis)) {
            throw new IllegalArgumentException("redis must be redis://:password@host:port");
        }
    }

    public static EmbeddedConfig defaults() {
        return new EmbeddedConfig(0, 0, 0, null);
    }

    /**
     * A Redis that others run.
     *
     * @param password empty if none is asked for
     */
    public record OwnRedis(String host, int port, String password) {
        @Override
        public String toString() {
            return "OwnRedis[" + host + ":" + port + "]";
        }
    }

    /** The Redis to be used instead of the embedded one; null if there is none. */
    public @Nullable OwnRedis ownRedis() {
        if (redis == null) {
            return null;
        }
        URI at = URI.create(redis);
        String login = at.getUserInfo();
        return new OwnRedis(
                at.getHost(),
                at.getPort() == -1 ? USUAL_REDIS_PORT : at.getPort(),
                login == null ? "" : login.substring(login.indexOf(':') + 1));
    }

    private static boolean isRedis(String text) {
        try {
            URI at = URI.create(text);
            String login = at.getRawUserInfo();
            return "redis".equals(at.getScheme())
                    && at.getHost() != null
                    && at.getPort() <= 65_535
                    && (login == null || login.startsWith(":"));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static void port(String property, int value) {
        if (value < 0 || value > 65_535) {
            throw new IllegalArgumentException(property + " must be 0 to 65535");
        }
    }

    @Override
    public String toString() {
        return "EmbeddedConfig[" + kafkaPort + ", " + postgresPort + ", " + redisPort + "]";
    }
}
