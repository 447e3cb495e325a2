package dev.parley.app.running;

import dev.parley.connectors.memory.Database;
import dev.parley.connectors.tools.Redis;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The servers that stages run on, whoever runs them.
 *
 * @param kafka properties of every Kafka client: {@code bootstrap.servers} and security
 * @param redis asked only where a stage needs it; throws where it is not configured
 */
record Servers(Map<String, String> kafka, Database database, Supplier<Redis> redis) {
    Servers {
        kafka = Map.copyOf(kafka);
    }
}
