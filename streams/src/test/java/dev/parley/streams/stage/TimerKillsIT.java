package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process of {@code timer} dies while timers ring, on a real broker, and its successor finds
 * the user in another session. {@code -Dparley.timerKills=N} sets how often (2), {@code
 * -Dparley.seed=N} when.
 */
class TimerKillsIT {
    private static final int KILLS = Integer.getInteger("parley.timerKills", 2);
    private static final long SEED = Long.getLong("parley.seed", 4);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final UserId ANNA = new UserId("anna");
    private static final SessionId KITCHEN = StageProcess.sessions().getFirst();
    private static final SessionId STUDY = StageProcess.sessions().getLast();

    @TempDir private Path folder;
    private final Wire wire = new Wire(StageProcess.keys());
    private final Map<String, Set<String>> rung = new HashMap<>();
    private final Random random = new Random(SEED);
    private Broker broker;
    private EventWriter writer;
    private Consumer<byte[], byte[]> reader;
    private StageProcess process;
    private SessionId here = KITCHEN;
    private Instant nextWord = Instant.EPOCH;
    private long said;
    private int firings;
    private int started;

    @BeforeEach
    void begin() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        writer = new EventWriter(wire, broker.client());
        reader = broker.reader(List.of(Topics.TIMER_FIRED));
        start();
    }

    @AfterEach
    void end() throws Exception {
        process.kill();
        writer.close();
        reader.close();
        broker.close();
    }

    @Test
    void ringsOnceInOneSessionHoweverOftenItsProcessIsKilled() throws Exception {
        // Given
        write(Topics.PRESENCE, KITCHEN, new Presence.Arrived(ANNA, KITCHEN));
        set("first", Duration.ZERO);
        listenUntil("the first rings", 1);
        List<String> timers = new ArrayList<>(List.of("first"));
        for (int i = 0; i < 60 * KILLS; i++) {
            timers.add("timer" + i);
            set(timers.getLast(), Duration.ofMillis(500 + 100L * i));
        }

        // When
        for (int kill = 0; kill < KILLS; kill++) {
            listenUntil("some ring", rung.size() + 3 + random.nextInt(4));
            process.kill();
            move();
            start();
        }
        listenUntil("all ring", timers.size());
        listen(Duration.ofSeconds(2));

        // Then
        System.out.printf(
                "%d kills (seed %d): %d timers, %d firings%n", KILLS, SEED, timers.size(), firings);
        assertThat(rung.values().stream().flatMap(Set::stream))
                .anySatisfy(each -> assertThat(each).endsWith(" in " + KITCHEN))
                .anySatisfy(each -> assertThat(each).endsWith(" in " + STUDY));
        assertThat(rung.keySet()).containsExactlyInAnyOrderElementsOf(timers);
        assertThat(rung.values()).allSatisfy(places -> assertThat(places).hasSize(1));
    }

    private void move() {
        write(Topics.PRESENCE, here, new Presence.Left(ANNA, here));
        here = here.equals(KITCHEN) ? STUDY : KITCHEN;
        write(Topics.PRESENCE, here, new Presence.Arrived(ANNA, here));
    }

    private void start() throws Exception {
        process =
                StageProcess.startTimer(
                        broker.client().get("bootstrap.servers"),
                        "timer",
                        folder.resolve("state" + started++));
    }

    private void set(String timer, Duration in) {
        write(
                Topics.TIMER_REQUESTS,
                KITCHEN,
                new Timer.Requested(
                        new TimerId(timer),
                        new TurnId("t"),
                        ANNA,
                        Timer.Purpose.RING,
                        Instant.now().plus(in),
                        Personal.of("tea"),
                        new Timer.Ring(Timer.Kind.TIMER, in.toMillis(), null, "UTC", List.of())));
    }

    private void listenUntil(String what, int timers) {
        Broker.until(
                what,
                PATIENCE,
                () -> {
                    listen(Duration.ofMillis(20));
                    return rung.size() >= timers;
                });
    }

    /** Hears what rings, aborted or not, and says that the user is still there. */
    private void listen(Duration time) {
        Instant until = Instant.now().plus(time);
        do {
            Instant now = Instant.now();
            if (now.isAfter(nextWord)) {
                nextWord = now.plusMillis(300);
                write(Topics.PRESENCE, here, new Presence.Stayed(ANNA, here));
            }
            reader.poll(Duration.ofMillis(10))
                    .forEach(
                            record -> {
                                Envelope<?> envelope = wire.decode(record);
                                Timer.Fired fired = (Timer.Fired) envelope.event();
                                firings++;
                                rung.computeIfAbsent(fired.timer().value(), k -> new TreeSet<>())
                                        .add(fired.occurrence() + " in " + envelope.session());
                            });
        } while (Instant.now().isBefore(until));
    }

    private void write(Topic topic, SessionId session, Event event) {
        Instant now = Instant.now();
        var unused =
                writer.write(
                        topic,
                        new Envelope<>(
                                EventId.of("tester", said++),
                                session,
                                new Owner.Session(session),
                                new Times(now, now),
                                null,
                                event));
    }
}
