package dev.parley.streams.stage;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends a session's records where its id says, and a user's where the default partitioner does. */
final class SessionPartitioner implements StreamPartitioner<byte[], byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(
            String topic, byte[] key, byte[] value, int numPartitions) {
        boolean bySession =
                Topics.named(topic).map(Topic::key).orElse(Topic.Key.USER) == Topic.Key.SESSION;
        if (!bySession) {
            return Optional.empty();
        }
        int partition = new SessionId(new String(key, StandardCharsets.UTF_8)).partition();
        return Optional.of(Set.of(partition % numPartitions));
    }
}
