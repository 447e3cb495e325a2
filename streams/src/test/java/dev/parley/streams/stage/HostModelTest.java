package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Drives the real host on a model of a broker with random events, faults, rebalances, crashes,
 * stalls, cancellations and retention: nothing is lost, nothing comes out of order within a
 * session, nothing is seen twice or with two contents, nothing is said after it was cancelled.
 *
 * <p>{@code parley.tries} says how many runs there are, {@code parley.seed} which is the first.
 * Threads run as they like, so a seed doesn't repeat a run in every step.
 */
class HostModelTest {
    private static final int TRIES = Integer.getInteger("parley.tries", 60);
    private static final long SEED = Long.getLong("parley.seed", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pace PACE =
            new Pace(
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(4),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(1),
                    Duration.ofNanos(100_000));

    @Test
    void keepsTheRulesOfDeliveryWhateverHappens() {
        long records = 0;
        long redone = 0;
        for (long seed = SEED; seed < SEED + TRIES; seed++) {
            Run run = new Run(seed);
            try {
                run.go();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            records += run.written.size();
            redone += run.outputs() - run.seen;
        }
        System.out.printf(
                "host model: %d runs from seed %d, %d records, %d outputs repeated%n",
                TRIES, SEED, records, redone);
    }

    /** A process. */
    private final class Member {
        private final ModelStage stage;
        private final ModelConsumer consumer;
        private final Membership membership;
        private final Set<Integer> partitions = new HashSet<>();
        private final Set<ReplyId> given = new HashSet<>();
        private boolean stalled;

        Member(Run run) {
            stage = new ModelStage(run.violations, run.missed);
            consumer = new ModelConsumer(run.broker, ModelStage.READS, run.random, stage.told);
            membership =
                    new Membership(
                            stage,
                            new SessionLane.Setting(
                                    run.broker.wire,
                                    run.broker.writer(),
                                    new StageFigures(),
                                    () -> Instant.now().plusNanos(run.skew.get()),
                                    PACE),
                            consumer.consumer(),
                            () -> {
                                throw new UnsupportedOperationException();
                            },
                            new Room(run.room));
            membership.join();
        }

        void round(Run run) {
            membership.round();
            for (ConsumerRecord<byte[], byte[]> record : consumer.given) {
                if (record.topic().equals(Topics.CANCELLATIONS.fullName())) {
                    Cancellation cancellation =
                            (Cancellation) run.broker.wire.decode(record).event();
                    given.add(cancellation.reply());
                }
            }
            stage.told.addAll(given);
        }
    }

    private final class Run {
        private final long seed;
        private final Random random;
        private final ModelBroker broker = new ModelBroker(new Wire(new EphemeralKeys()));
        private final AtomicLong skew = new AtomicLong();
        private final Queue<String> violations = new ConcurrentLinkedQueue<>();
        private final Set<SessionId> missed = ConcurrentHashMap.newKeySet();
        private final List<SessionId> sessions;
        private final Map<SessionId, Integer> turns = new HashMap<>();
        private final Map<String, ConsumerRecord<byte[], byte[]>> written = new TreeMap<>();
        private final Set<ReplyId> cancelled = new HashSet<>();
        private final List<Member> members = new ArrayList<>();
        private final long room;
        private int seen;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.room = random.nextBoolean() ? 12_000 : 1 << 20;
            this.sessions =
                    IntStream.range(0, 6)
                            .mapToObj(i -> SessionId.on(i % 2, "session" + (i < 2 ? "h" : i)))
                            .toList();
            broker.failingWrites = random.nextInt(3) * 20;
        }

        void go() {
            members.add(new Member(this));
            int steps = 60 + random.nextInt(120);
            for (int i = 0; i < steps; i++) {
                step();
                rounds();
                skew.addAndGet(random.nextInt(50_000_000));
            }
            settle();
            check();
            members.forEach(member -> member.membership.abandon());
        }

        private void rounds() {
            for (Member member : members) {
                if (!member.stalled && random.nextInt(4) > 0) {
                    member.round(this);
                }
            }
            owners();
        }

        /** Partitions that have no owner and none to be get one. */
        private void owners() {
            for (int i = 0; i < ModelBroker.PARTITIONS; i++) {
                int number = i;
                boolean owned = members.stream().anyMatch(each -> each.partitions.contains(number));
                List<Member> awake = members.stream().filter(each -> !each.stalled).toList();
                if (!owned && !broker.owners.containsKey(i) && !awake.isEmpty()) {
                    Member next = awake.get(random.nextInt(awake.size()));
                    next.partitions.add(i);
                    next.consumer.assign(i);
                }
            }
        }

        private void step() {
            int dice = random.nextInt(100);
            if (dice < 70) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    write();
                }
            } else if (dice < 78) {
                cancel();
            } else if (dice < 83) {
                if (members.size() < 3) {
                    members.add(new Member(this));
                }
            } else if (dice < 89) {
                rebalance();
            } else if (dice < 92) {
                crash();
            } else if (dice < 96) {
                stall();
            } else if (dice < 98) {
                wake();
            } else if (dice < 99) {
                retain();
            }
        }

        private void write() {
            SessionId session = sessions.get(random.nextInt(sessions.size()));
            int n = turns.merge(session, 1, Integer::sum) - 1;
            String kind = "";
            if (!session.value().endsWith("h")) {
                kind =
                        switch (random.nextInt(40)) {
                            case 0 -> "-poison";
                            case 1 -> "-poison-error";
                            case 2, 3, 4 -> "-faulty";
                            case 5 -> "-faulty-interrupted";
                            default -> "";
                        };
            }
            String turn = "t" + n + kind;
            Envelope<?> envelope =
                    envelope(
                            session,
                            EventId.of("context", n),
                            new Context.Assembled(
                                    new TurnId(turn),
                                    Personal.of("words"),
                                    Personal.of(List.of())));
            ConsumerRecord<byte[], byte[]> record = broker.write(Topics.CONTEXTS, envelope);
            written.put(session + " " + turn, record);
            if (!session.value().endsWith("h") && random.nextInt(8) == 0) {
                broker.write(Topics.CONTEXTS, envelope);
            }
        }

        private Envelope<?> envelope(
                SessionId session, EventId id, dev.parley.schemas.event.Event event) {
            Instant now = Clock.systemUTC().instant();
            return new Envelope<>(
                    id, session, new Owner.Session(session), new Times(now, now), null, event);
        }

        /** Cancels a turn of late, or one to come. */
        private void cancel() {
            SessionId session = sessions.get(2 + random.nextInt(sessions.size() - 2));
            int n = Math.max(0, turns.getOrDefault(session, 0) + 1 - random.nextInt(4));
            String turn = "t" + n;
            ReplyId reply = ModelStage.reply(session, turn);
            cancelled.add(reply);
            broker.write(
                    Topics.CANCELLATIONS,
                    envelope(
                            session,
                            EventId.of("dialogue", cancelled.size()),
                            new Cancellation.ReplyCancelled(reply, new TurnId(turn), "test")));
        }

        private void rebalance() {
            Member from = members.get(random.nextInt(members.size()));
            if (!from.stalled && !from.partitions.isEmpty()) {
                int number = from.partitions.iterator().next();
                from.partitions.remove(number);
                from.consumer.revoke(number);
                from.round(this);
            }
        }

        private void crash() {
            Member dying = members.remove(random.nextInt(members.size()));
            dying.membership.abandon();
            forget(dying);
            if (members.isEmpty()) {
                members.add(new Member(this));
            }
        }

        /** Its lanes run on, but it doesn't poll, and others get what it owned. */
        private void stall() {
            Member stalling = members.get(random.nextInt(members.size()));
            stalling.stalled = true;
            stalling.consumer.miss();
            stalling.partitions.forEach(stalling.consumer::lose);
            forget(stalling);
            if (members.stream().allMatch(each -> each.stalled)) {
                members.add(new Member(this));
            }
        }

        private void forget(Member member) {
            member.partitions.clear();
            broker.owners.values().removeIf(owner -> owner == member.consumer);
        }

        private void wake() {
            members.forEach(member -> member.stalled = false);
        }

        /** The oldest records of a partition are gone, some of them perhaps unread. */
        private void retain() {
            TopicPartition partition =
                    new TopicPartition(Topics.CONTEXTS.fullName(), random.nextInt(2));
            broker.remove(partition, broker.end(partition) * random.nextInt(4) / 3);
        }

        private void settle() {
            wake();
            broker.failingWrites = 0;
            Instant limit = Instant.now().plus(PATIENCE);
            while (!allCommitted()) {
                if (Instant.now().isAfter(limit)) {
                    throw new AssertionError("not all is committed: " + state());
                }
                rounds();
                skew.addAndGet(10_000_000);
                Thread.yield();
            }
        }

        private String state() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < ModelBroker.PARTITIONS; i++) {
                TopicPartition partition = new TopicPartition(Topics.CONTEXTS.fullName(), i);
                text.append(partition)
                        .append(" has ")
                        .append(broker.beginning(partition))
                        .append(" to ")
                        .append(broker.end(partition))
                        .append(", committed ")
                        .append(broker.committed.get(partition))
                        .append("; ");
            }
            for (Member each : members) {
                text.append(each.stalled ? "a stalled" : "a")
                        .append(" member of ")
                        .append(each.partitions)
                        .append(" with ")
                        .append(each.membership.inFlight())
                        .append(" in flight, lag ")
                        .append(each.membership.lag())
                        .append(", ")
                        .append(each.consumer)
                        .append("; ");
            }
            return text.toString();
        }

        private boolean allCommitted() {
            for (int i = 0; i < ModelBroker.PARTITIONS; i++) {
                TopicPartition partition = new TopicPartition(Topics.CONTEXTS.fullName(), i);
                var at = broker.committed.get(partition);
                SessionId holding = sessions.get(i);
                boolean holds = turns.getOrDefault(holding, 0) % 3 != 0;
                if (broker.end(partition) > 0
                        && (at == null || !reached(at.offset(), holding, holds, partition))) {
                    return false;
                }
            }
            return true;
        }

        /** The end, or the first record of the three of which not all came. */
        private boolean reached(
                long offset, SessionId holding, boolean holds, TopicPartition partition) {
            if (!holds) {
                return offset == broker.end(partition);
            }
            int first = turns.get(holding) / 3 * 3;
            ConsumerRecord<byte[], byte[]> held = written.get(holding + " t" + first);
            return offset >= Math.max(held.offset(), broker.beginning(partition))
                    && members.stream().mapToInt(each -> each.membership.inFlight()).sum() == 0
                    && members.stream()
                            .allMatch(
                                    each ->
                                            each.membership.readAll(
                                                    broker.end(partition), partition));
        }

        int outputs() {
            return broker.all(Topics.INTENTS).size();
        }

        private void check() {
            assertThat(violations).as("seen by the stage").isEmpty();
            Map<String, List<String>> said = new HashMap<>();
            Map<SessionId, EventId> marks = new HashMap<>();
            Map<String, String> contents = new HashMap<>();
            for (Envelope<?> each : broker.all(Topics.INTENTS)) {
                Intent.Recognized intent = (Intent.Recognized) each.event();
                String what = intent.turn().value() + " " + intent.intent();
                // three that are taken together may come again in part: what came first counts
                String before = contents.putIfAbsent(each.session() + " " + each.id(), what);
                if (!each.session().value().endsWith("h")) {
                    assertThat(before).as("content of " + each.id()).isIn(null, what);
                }
                EventId mark = marks.get(each.session());
                if (mark == null || each.id().compareTo(mark) > 0) {
                    marks.put(each.session(), each.id());
                    seen++;
                    said.computeIfAbsent(
                                    each.session() + " " + intent.turn(),
                                    missing -> new ArrayList<>())
                            .add(intent.intent());
                }
            }
            Set<String> letters = new HashSet<>();
            broker.all(Topics.DEAD_LETTERS)
                    .forEach(
                            each -> {
                                Failure.DeadLetter letter = (Failure.DeadLetter) each.event();
                                letters.add(letter.partition() + "@" + letter.offset());
                            });
            Set<String> failures = new HashSet<>();
            broker.all(Topics.FAILURES)
                    .forEach(
                            each ->
                                    failures.add(
                                            each.session()
                                                    + " "
                                                    + ((Failure.StageFailed) each.event()).turn()));
            written.forEach((name, record) -> check(name, record, said, letters, failures));
        }

        private void check(
                String name,
                ConsumerRecord<byte[], byte[]> record,
                Map<String, List<String>> said,
                Set<String> letters,
                Set<String> failures) {
            String turn = name.substring(name.indexOf(' ') + 1);
            SessionId session = SessionLanes.session(record);
            int n = ModelStage.number(turn);
            List<String> heard = said.getOrDefault(name, List.of());
            List<String> expected =
                    session.value().endsWith("h")
                            ? n % 3 == 2 ? List.of((n - 2) + "+" + (n - 1) + "+" + n) : List.of()
                            : IntStream.range(0, 1 + n % 3).mapToObj(Integer::toString).toList();
            boolean gone = gone(record);
            if (turn.contains("poison")) {
                boolean told =
                        letters.contains(record.partition() + "@" + record.offset())
                                && failures.contains(name);
                assertThat(told || gone).as(name + " is told of").isTrue();
                assertThat(heard).as(name).isEmpty();
                return;
            }
            if (heard.equals(expected)) {
                return;
            }
            boolean mayBeCancelled = cancelled.contains(ModelStage.reply(session, turn));
            boolean mayBeGone =
                    gone
                            || (session.value().endsWith("h")
                                    && (missed.contains(session)
                                            || gone(written.get(session + " t" + n / 3 * 3))));
            assertThat(mayBeCancelled || mayBeGone)
                    .as(name + " said " + heard + " instead of " + expected)
                    .isTrue();
        }

        private boolean gone(ConsumerRecord<byte[], byte[]> record) {
            return record.offset()
                    < broker.beginning(new TopicPartition(record.topic(), record.partition()));
        }
    }
}
