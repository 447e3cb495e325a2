package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Everyone that {@code sequence}, {@code turn} and {@code dialogue} deal with: clients that submit
 * texts, an intent for each turn, and a reader that accounts for every output it finds, aborted
 * ones included.
 */
final class Talk implements AutoCloseable {
    static final List<Topic> OUTPUTS =
            List.of(
                    Topics.TURNS,
                    Topics.REPLIES,
                    Topics.TIMER_REQUESTS,
                    Topics.CANCELLATIONS,
                    Topics.DEAD_LETTERS);

    private static final int SENTENCES = 2;
    private static final Duration BETWEEN = Duration.ofMillis(25);

    private final Wire wire = new Wire(StageProcess.keys());
    private final EventWriter writer;
    private final Consumer<byte[], byte[]> reader;
    private final Thread clients;
    private final String client;
    private final Map<String, SessionId> submitted = new ConcurrentHashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, String> contents = new HashMap<>();
    private final Map<String, EventId> marks = new HashMap<>();
    private final Map<String, Integer> turnsOf = new TreeMap<>();
    private final Map<TurnId, String> textOf = new HashMap<>();
    private final Map<TurnId, Set<Integer>> sentencesOf = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private volatile boolean talking = true;
    private int outputs;
    private int identical;
    private int conflicting;
    private long lastOutputAt = System.nanoTime();
    private long longestPause;

    /**
     * @param client signs what the clients write, and begins their texts
     */
    Talk(Broker broker, String client) throws Exception {
        this.client = client;
        this.writer = new EventWriter(wire, broker.client());
        this.reader = broker.reader(OUTPUTS);
        this.clients = Thread.ofPlatform().name("clients").daemon().unstarted(this::submit);
        for (SessionId session : StageProcess.sessions()) {
            write(
                    Topics.CONTROL,
                    client,
                    session,
                    new Control.SessionStarted(new UserId("u"), "test", "UTC"));
        }
    }

    void start() {
        clients.start();
    }

    private void submit() {
        List<SessionId> sessions = StageProcess.sessions();
        for (int i = 0; talking; i++) {
            SessionId session = sessions.get(i % sessions.size());
            String text = client + " " + i;
            submitted.put(text, session);
            write(Topics.CONTROL, client, session, new Control.TextSubmitted(Personal.of(text)));
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(Topic topic, String by, SessionId session, Event event) {
        long number;
        synchronized (numbers) {
            number = numbers.merge(by + session, 1L, Long::sum);
        }
        write(topic, session, EventId.of(by, number), event);
    }

    private void write(Topic topic, SessionId session, EventId id, Event event) {
        Instant now = Instant.now();
        var unused =
                writer.write(
                        topic,
                        new Envelope<>(
                                id,
                                session,
                                new Owner.Session(session),
                                new Times(now, now),
                                null,
                                event));
    }

    /** Listens for that long. */
    void listen(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        do {
            reader.poll(Duration.ofMillis(10)).forEach(this::take);
        } while (System.nanoTime() < until);
    }

    /** No more is submitted; listens until all is answered, or nothing has come for that long. */
    void finish(Duration patience) throws InterruptedException {
        talking = false;
        clients.join();
        long until = System.nanoTime() + patience.toNanos();
        while (lost() > 0 && System.nanoTime() < until) {
            int before = outputs;
            listen(Duration.ofMillis(50));
            until = outputs > before ? System.nanoTime() + patience.toNanos() : until;
        }
        listen(Duration.ofMillis(500));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Envelope<?> envelope = wire.decode(record);
        Topic topic = Topics.named(record.topic()).orElseThrow();
        outputs++;
        longestPause = Math.max(longestPause, System.nanoTime() - lastOutputAt);
        lastOutputAt = System.nanoTime();
        String id = topic + " " + envelope.session() + " " + envelope.id();
        String content = Revealed.text(envelope.event());
        String before = contents.putIfAbsent(id, content);
        if (before != null) {
            if (before.equals(content)) {
                identical++;
            } else {
                conflicting++;
                faults.add(id + ": " + before + " and " + content);
            }
            return;
        }
        Optional<String> mark = SeenMark.of(topic, envelope);
        String of = mark.orElseThrow() + envelope.session();
        EventId highest = marks.get(of);
        if (highest != null && envelope.id().compareTo(highest) <= 0) {
            faults.add(id + " came for the first time behind " + highest);
            return;
        }
        marks.put(of, envelope.id());
        hear(envelope);
    }

    private void hear(Envelope<?> envelope) {
        switch (envelope.event()) {
            case Turn.Ended turn -> {
                turnsOf.merge(turn.text().get(), 1, Integer::sum);
                textOf.put(turn.turn(), turn.text().get());
                write(
                        Topics.INTENTS,
                        envelope.session(),
                        envelope.id().cause("intent", 0),
                        new Intent.Recognized(
                                turn.turn(), "greeting", 1, "rule", Personal.of(Map.of())));
            }
            case Reply.Sentence sentence -> {
                Set<Integer> said =
                        sentencesOf.computeIfAbsent(sentence.turn(), turn -> new HashSet<>());
                if (!said.add(sentence.index())) {
                    faults.add("twice: sentence " + sentence.index() + " of " + sentence.turn());
                }
            }
            default -> {}
        }
    }

    /** How many texts were never answered in full. */
    long lost() {
        return lostTexts().size();
    }

    /** Texts that were never answered in full, and how far each came. */
    Map<String, String> lostTexts() {
        Map<String, Integer> said = new HashMap<>();
        textOf.forEach(
                (turn, text) -> said.put(text, sentencesOf.getOrDefault(turn, Set.of()).size()));
        Map<String, String> lost = new TreeMap<>();
        submitted.forEach(
                (text, session) -> {
                    Integer sentences = said.get(text);
                    if (sentences == null) {
                        lost.put(text, session + ": no turn");
                    } else if (sentences < SENTENCES) {
                        lost.put(text, session + ": a turn, sentences " + sentences);
                    }
                });
        return lost;
    }

    int conflicting() {
        return conflicting;
    }

    /** What must never happen, in words. */
    List<String> faults() {
        turnsOf.forEach(
                (text, turns) -> {
                    if (turns != 1) {
                        faults.add(text + " became " + turns + " turns");
                    }
                });
        return faults;
    }

    String figures() {
        return "%d texts, %d outputs, %d identical duplicates, %d lost, %d ids with two contents, longest pause %.1f s"
                .formatted(
                        submitted.size(),
                        outputs,
                        identical,
                        lost(),
                        conflicting,
                        longestPause / 1e9);
    }

    int outputs() {
        return outputs;
    }

    @Override
    public void close() {
        talking = false;
        writer.close();
        reader.close();
    }
}
