package dev.parley.connectors.tools;

import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/**
 * Where Redis is, and who we are to it.
 *
 * @param password empty if none is asked for
 */
public record Redis(String host, int port, String password) {
    private static final int TIMEOUT_MILLIS = 1_000;

    /** Also how long a command may wait to be written before it counts as a failed try. */
    private static final Duration RETRY_AFTER = Duration.ofMillis(400);

    private static final int RETRIES = 2;
    private static final int CONNECTIONS = 8;
    private static final int THREADS = 2;

    public Redis {
        if (host.isBlank()) {
            throw new IllegalArgumentException("redis.host must not be empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("redis.port: 1 to 65535, not " + port);
        }
    }

    /**
     * A client that connects when first asked, gives up on a server that is away after about a
     * second, and connects anew when it is back. Its owner shuts it down.
     */
    public RedissonClient connect() {
        Config config = new Config();
        config.setLazyInitialization(true);
        config.setThreads(THREADS);
        config.setNettyThreads(THREADS);
        if (!password.isEmpty()) {
            config.setPassword(password);
        }
        config.useSingleServer()
                .setAddress("redis://" + host + ":" + port)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(CONNECTIONS)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setTimeout(TIMEOUT_MILLIS)
                .setRetryAttempts(RETRIES)
                .setRetryDelay(new ConstantDelay(RETRY_AFTER));
        return Redisson.create(config);
    }

    @Override
    public String toString() {
        return "Redis[" + host + ":" + port + "]";
    }
}
