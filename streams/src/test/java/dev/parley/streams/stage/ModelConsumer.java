package dev.parley.streams.stage;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;

/** One member's consumer on a {@link ModelBroker}; rebalances come when the test says so. */
final class ModelConsumer {
    private final ModelBroker broker;
    private final List<Topic> topics;
    private final Random random;
    private final Set<ReplyId> told;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Queue<Runnable> answers = new ArrayDeque<>();
    private final Queue<Runnable> rebalances = new ArrayDeque<>();
    private final Map<Integer, Object> coming = new HashMap<>();
    private ConsumerRebalanceListener listener;

    /** The records that the last poll gave. */
    final List<ConsumerRecord<byte[], byte[]>> given = new ArrayList<>();

    /**
     * @param told takes what was cancelled before a partition is taken over
     */
    ModelConsumer(ModelBroker broker, List<Topic> topics, Random random, Set<ReplyId> told) {
        this.told = told;
        this.broker = broker;
        this.topics = topics;
        this.random = random;
    }

    @SuppressWarnings("unchecked")
    Consumer<byte[], byte[]> consumer() {
        return (Consumer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        ModelConsumer.class.getClassLoader(),
                        new Class<?>[] {Consumer.class},
                        (proxy, method, arguments) -> answer(method.getName(), arguments));
    }

    @SuppressWarnings("unchecked")
    private Object answer(String method, Object[] with) {
        return switch (method) {
            case "subscribe" -> {
                listener = (ConsumerRebalanceListener) with[1];
                yield null;
            }
            case "poll" -> poll();
            case "paused" -> Set.copyOf(paused);
            case "pause" -> paused.addAll(owned((Collection<TopicPartition>) with[0]));
            case "resume" -> paused.removeAll(owned((Collection<TopicPartition>) with[0]));
            case "position" -> positions.get(owned((TopicPartition) with[0]));
            case "seek" ->
                    positions.put(
                            owned((TopicPartition) with[0]),
                            with[1] instanceof OffsetAndMetadata to ? to.offset() : (Long) with[1]);
            case "currentLag" -> OptionalLong.of(0);
            case "committed" -> {
                Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
                ((Set<TopicPartition>) with[0])
                        .forEach(each -> found.put(each, broker.committed.get(each)));
                yield found;
            }
            case "beginningOffsets" -> offsets((Collection<TopicPartition>) with[0], true);
            case "endOffsets" -> offsets((Collection<TopicPartition>) with[0], false);
            case "offsetsForTimes" -> {
                Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
                ((Map<TopicPartition, Long>) with[0])
                        .forEach(
                                (each, time) ->
                                        found.put(
                                                each,
                                                new OffsetAndTimestamp(
                                                        broker.beginning(each), time)));
                yield found;
            }
            case "commitSync" -> {
                commit((Map<TopicPartition, OffsetAndMetadata>) with[0]);
                yield null;
            }
            case "commitAsync" -> {
                commitLater(
                        (Map<TopicPartition, OffsetAndMetadata>) with[0],
                        (OffsetCommitCallback) with[1]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private TopicPartition owned(TopicPartition partition) {
        if (!positions.containsKey(partition)) {
            throw new IllegalStateException("not assigned: " + partition);
        }
        return partition;
    }

    private Collection<TopicPartition> owned(Collection<TopicPartition> partitions) {
        partitions.forEach(this::owned);
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> of, boolean first) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        of.forEach(each -> offsets.put(each, first ? broker.beginning(each) : broker.end(each)));
        return offsets;
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        for (TopicPartition partition : offsets.keySet()) {
            if (broker.owners.get(partition.partition()) != this) {
                throw new CommitFailedException("another's by now");
            }
        }
        if (random.nextInt(20) == 0) {
            throw new RetriableCommitFailedException("try again");
        }
        broker.committed.putAll(offsets);
    }

    private void commitLater(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        Exception[] fault = new Exception[1];
        try {
            commit(offsets);
        } catch (RuntimeException e) {
            fault[0] = e;
        }
        answers.add(() -> callback.onComplete(offsets, fault[0]));
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        while (!answers.isEmpty()) {
            answers.remove().run();
        }
        while (!rebalances.isEmpty()) {
            rebalances.remove().run();
        }
        given.clear();
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found = new HashMap<>();
        Map<TopicPartition, Long> gone = new HashMap<>();
        for (Map.Entry<TopicPartition, Long> each : positions.entrySet()) {
            TopicPartition partition = each.getKey();
            if (paused.contains(partition) || random.nextInt(3) == 0) {
                continue;
            }
            if (each.getValue() < broker.beginning(partition)) {
                gone.put(partition, each.getValue());
                continue;
            }
            int from = Math.toIntExact(each.getValue());
            int to = Math.toIntExact(Math.min(broker.end(partition), from + random.nextInt(8)));
            if (to > from) {
                List<ConsumerRecord<byte[], byte[]>> records =
                        List.copyOf(broker.log(partition).subList(from, to));
                found.put(partition, records);
                given.addAll(records);
                each.setValue((long) to);
            }
        }
        if (found.isEmpty() && !gone.isEmpty()) {
            throw new OffsetOutOfRangeException(gone);
        }
        return new ConsumerRecords<>(found, Map.of());
    }

    /** The next poll hands that partition number over; it has another owner after it. */
    void revoke(int number) {
        rebalances.add(
                () -> {
                    listener.onPartitionsRevoked(partitions(number));
                    gone(number);
                });
    }

    /** It doesn't learn any more of what was to be its own. */
    void miss() {
        coming.clear();
    }

    /** The next poll learns that the partition number is another's. */
    void lose(int number) {
        rebalances.add(
                () -> {
                    if (positions.containsKey(partitions(number).getFirst())) {
                        listener.onPartitionsLost(partitions(number));
                        gone(number);
                    }
                });
    }

    private void gone(int number) {
        partitions(number).forEach(positions::remove);
        paused.removeAll(partitions(number));
        broker.owners.remove(number, this);
    }

    /** The next poll takes it over. */
    void assign(int number) {
        Object assignment = new Object();
        coming.put(number, assignment);
        rebalances.add(
                () -> {
                    if (!coming.remove(number, assignment)) {
                        return;
                    }
                    partitions(number).forEach(each -> positions.put(each, -1L));
                    broker.owners.put(number, this);
                    broker.log(new TopicPartition(Topics.CANCELLATIONS.fullName(), number))
                            .forEach(record -> told.add(reply(record)));
                    listener.onPartitionsAssigned(partitions(number));
                });
    }

    private ReplyId reply(ConsumerRecord<byte[], byte[]> record) {
        return ((Cancellation) broker.wire.decode(record).event()).reply();
    }

    private List<TopicPartition> partitions(int number) {
        return topics.stream().map(topic -> new TopicPartition(topic.fullName(), number)).toList();
    }

    private List<Integer> ownedNumbers() {
        return broker.owners.entrySet().stream()
                .filter(each -> each.getValue() == this)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public String toString() {
        return "at " + positions + ", paused " + paused + ", owner of " + ownedNumbers();
    }
}
