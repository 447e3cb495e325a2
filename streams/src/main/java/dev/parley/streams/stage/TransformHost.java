package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one transform: a polling thread, and a lane per session on virtual threads. A consumer that
 * is lost is replaced by another, until the host is closed.
 */
public final class TransformHost implements StageHost {
    private static final Logger log = LoggerFactory.getLogger(TransformHost.class);
    private static final Duration LET_GO = Duration.ofSeconds(2);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);

    /** Two processes of one name would else expel each other without end. */
    private static final Duration AFTER_FENCE = Duration.ofSeconds(15);

    private final Transform stage;
    private final KafkaSettings settings;
    private final Room room;
    private final StageFigures figures = new StageFigures();
    private final SessionLane.Setting setting;
    private final Thread poller;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean crashed;
    private volatile boolean ready;
    private boolean rehearsed;
    private volatile @Nullable Membership membership;

    public TransformHost(
            Transform stage,
            Wire wire,
            EventWriter writer,
            KafkaSettings settings,
            InstantSource clock) {
        this(stage, wire, writer, settings, clock, Room.ofHeap());
    }

    TransformHost(
            Transform stage,
            Wire wire,
            EventWriter writer,
            KafkaSettings settings,
            InstantSource clock,
            Room room) {
        this.stage = stage;
        this.settings = settings;
        this.room = room;
        this.setting = new SessionLane.Setting(wire, writer, figures, clock, Pace.DEFAULT);
        this.poller =
                Thread.ofPlatform().name("parley-" + stage.name()).daemon().unstarted(this::run);
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public void start() {
        poller.start();
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public StageFigures.Snapshot figures() {
        return figures.snapshot();
    }

    @Override
    public Map<TopicPartition, Long> lag() {
        Membership now = membership;
        return now == null ? Map.of() : now.lag();
    }

    @Override
    public void close() {
        closing.countDown();
        if (poller.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!poller.join(Duration.ofSeconds(5))) {
                log.warn("{} didn't stop within 5 s", stage.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops as a dying process does: nothing is handed over, committed or told. */
    void crash() {
        crashed = true;
        close();
    }

    /** Records that were read and are not finished. */
    int inFlight() {
        Membership now = membership;
        return now == null ? 0 : now.inFlight();
    }

    private boolean closing() {
        return closing.getCount() == 0;
    }

    private void run() {
        while (!closing()) {
            rest(belong());
        }
    }

    /**
     * Takes part in the group until this closes or the consumer is lost; an error, too, costs no
     * more than the consumer.
     *
     * @return how long to wait before the next
     */
    private Duration belong() {
        Consumer<byte[], byte[]> consumer = null;
        Membership belonging = null;
        try {
            consumer = ConsumerSettings.member(stage, settings);
            belonging =
                    new Membership(
                            stage,
                            setting,
                            consumer,
                            () -> ConsumerSettings.reader(settings),
                            room);
            membership = belonging;
            if (!rehearsed) {
                rehearsed = true;
                belonging.rehearse();
            }
            poll(belonging);
            return Duration.ZERO;
        } catch (FencedInstanceIdException fenced) {
            log.error(
                    "{}: its name {} was taken in the group, by another process or while this one"
                            + " stood still; back in {} s. Give each process a name of its own.",
                    stage.name(),
                    settings.instance(),
                    AFTER_FENCE.toSeconds());
            return AFTER_FENCE;
        } catch (Throwable fault) {
            log.warn(
                    "{}: consumer lost, starting again: {}",
                    stage.name(),
                    DeadLetters.describe(fault));
            return AFTER_FAULT;
        } finally {
            ready = false;
            membership = null;
            if (belonging != null) {
                belonging.abandon();
            }
            close(consumer);
        }
    }

    private void poll(Membership belonging) {
        belonging.join();
        while (!closing()) {
            belonging.round();
            ready = belonging.joined();
        }
        ready = false;
        if (!crashed) {
            belonging.leave();
        }
    }

    private void rest(Duration time) {
        try {
            if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("{} closes", stage.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that closes in good order leaves the group: others go on at once. */
    private void close(@Nullable Consumer<byte[], byte[]> consumer) {
        if (consumer == null) {
            return;
        }
        boolean leaves = closing() && !crashed;
        try {
            consumer.close(
                    CloseOptions.timeout(LET_GO)
                            .withGroupMembershipOperation(
                                    leaves
                                            ? GroupMembershipOperation.LEAVE_GROUP
                                            : GroupMembershipOperation.REMAIN_IN_GROUP));
        } catch (KafkaException e) {
            log.info("{}: closed with {}", stage.name(), e.getClass().getName());
        }
    }
}
