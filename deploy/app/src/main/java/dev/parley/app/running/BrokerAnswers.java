package dev.parley.app.running;

import dev.parley.connectors.gateway.Readiness;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Whether the broker answers, asked by one client that stays. Safe for use by many threads. */
final class BrokerAnswers implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 1_000;

    private final Admin admin;

    BrokerAnswers(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, PATIENCE_MILLIS);
        this.admin = Admin.create(settings);
    }

    Readiness.Check check() {
        try {
            var unused =
                    admin.describeCluster().clusterId().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return new Readiness.Check("kafka", true, "answers");
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return new Readiness.Check("kafka", false, "doesn't answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Readiness.Check("kafka", false, "wasn't asked to the end");
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
