package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.streams.audio.Pcm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A line to the server that outlives its connections: when one breaks, the session goes on over
 * another, perhaps at another server, and what the server hadn't kept is sent again. Safe for use
 * by many threads.
 */
final class Line implements AutoCloseable {
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int BROKEN = 1006;
    private static final int RESTART = 1012;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final long REPORT_LASTS_NANOS = 60_000_000_000L;

    private final Way way;
    private final Consumer<String> arrived;
    private final Consumer<Received> happened;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ResumePoint point = new ResumePoint();
    private final UnackedSound unacked = new UnackedSound();
    private final NavigableMap<Long, List<String>> unackedText = new TreeMap<>();
    private @Nullable Connection connection;
    private @Nullable String settings;
    private List<String> report = List.of();
    private long reportedAt;
    private int generation;
    private volatile int server;
    private boolean lost;
    private boolean closing;
    private boolean over;

    /**
     * How the server is reached.
     *
     * @param urls tried in turn when a connection breaks
     * @param authority that vouches for them, see {@link Trust#in}
     * @param credential shown to each of them
     * @param handshake how long one may take
     * @param comeBack how long a broken session is tried to be taken up again; zero for not at all
     */
    record Way(
            List<URI> urls,
            @Nullable Path authority,
            Credential credential,
            Duration handshake,
            Duration comeBack) {
        Way {
            urls = List.copyOf(urls);
        }

        boolean resumes() {
            return comeBack.isPositive();
        }
    }

    /**
     * A line that isn't open yet.
     *
     * @param arrived takes each message, on one thread at a time
     * @param happened told when a session goes on and when it is over
     */
    Line(Way way, Consumer<String> arrived, Consumer<Received> happened) {
        this.way = way;
        this.arrived = arrived;
        this.happened = happened;
    }

    /** Connects, to the first of the servers. */
    void open() throws UnreachableException, TokenRefusedException, InterruptedException {
        URI url = way.urls().getFirst();
        Connection first = connect(way.resumes() ? point.at(url) : url, 0);
        lock.lock();
        try {
            connection = first;
        } finally {
            lock.unlock();
        }
    }

    private Connection connect(URI url, int number)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        return Connection.open(
                url,
                way.authority(),
                way.credential(),
                way.handshake(),
                new Connection.Events() {
                    @Override
                    public void text(String text) {
                        arrived.accept(text);
                    }

                    @Override
                    public void closed(int code, String reason) {
                        lost(number, code, reason);
                    }
                });
    }

    /** Takes note of an event that arrived. */
    void note(String type, JsonNode event) {
        if (!way.resumes()) {
            return;
        }
        lock.lock();
        try {
            point.note(type, event);
            if (type.equals("parley.audio.acked")) {
                unacked.acked(event.path("audio_ms").asDouble());
            } else if (type.equals("parley.text.acked")) {
                unackedText.headMap(event.path("turn").asLong(), true).clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what a session that goes on is told again. */
    void sendSettings(String json) throws IOException {
        lock.lock();
        try {
            settings = json;
        } finally {
            lock.unlock();
        }
        send(json);
    }

    /** Sends what was heard of a reply, again should the line break soon after. */
    void sendReport(List<String> events) throws IOException {
        lock.lock();
        try {
            report = List.copyOf(events);
            reportedAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
        for (String event : events) {
            send(event);
        }
    }

    /** Sends a message; waits while the line is broken. */
    void send(String json) throws IOException {
        lock.lock();
        try {
            while (true) {
                Connection at = connected();
                try {
                    at.send(json);
                    return;
                } catch (IOException e) {
                    if (!way.resumes()) {
                        throw e;
                    }
                    lost = true;
                    at.abort("the connection broke");
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Connection connected() throws IOException {
        while (lost && !over) {
            changed.awaitUninterruptibly();
        }
        if (over || connection == null) {
            throw new IOException("the session is closed");
        }
        return connection;
    }

    /** Sends sound; while the line is broken it is kept for later. */
    void sound(short[] samples, int rate) throws IOException {
        lock.lock();
        try {
            if (way.resumes()) {
                unacked.sent(samples, rate);
            }
            sendOrKeep(List.of(append(samples)));
        } finally {
            lock.unlock();
        }
    }

    private static String append(short[] samples) {
        return "{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                + Base64.getEncoder().encodeToString(Pcm.toBytes(samples))
                + "\"}";
    }

    /**
     * Sends a turn in text; while the line is broken it is kept for later.
     *
     * @param turn its number, growing
     * @param messages that it is made of
     */
    void text(long turn, List<String> messages) throws IOException {
        lock.lock();
        try {
            if (way.resumes()) {
                unackedText.put(turn, messages);
            }
            sendOrKeep(messages);
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is said again anyway if the line breaks before the server keeps it. */
    private void sendOrKeep(List<String> messages) throws IOException {
        if (way.resumes() && lost && !over) {
            return;
        }
        Connection at = connected();
        try {
            for (String message : messages) {
                at.send(message);
            }
        } catch (IOException e) {
            if (!way.resumes()) {
                throw e;
            }
            lost = true;
            at.abort("the connection broke");
        }
    }

    private void lost(int number, int code, String reason) {
        lock.lock();
        try {
            if (over || number != generation) {
                return;
            }
            lost = true;
            boolean mayGoOn = code == BROKEN || code == GOING_AWAY || code == RESTART;
            if (!closing && mayGoOn && way.resumes() && point.known()) {
                generation++;
                Thread.ofVirtual().name("come-back").start(() -> comeBack(reason));
            } else {
                end(new Received.Closed(System.nanoTime(), code, reason));
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Received.Closed closed) {
        over = true;
        changed.signalAll();
        happened.accept(closed);
    }

    private void comeBack(String reason) {
        long began = System.nanoTime();
        long until = began + way.comeBack().toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        int left = server;
        for (int turn = 1; System.nanoTime() < until; turn++) {
            server = (left + turn) % way.urls().size();
            if (comesBack(way.urls().get(server), began)) {
                return;
            }
            LockSupport.parkNanos(pause * 1_000_000);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
        lock.lock();
        try {
            if (!over) {
                end(new Received.Closed(System.nanoTime(), BROKEN, reason));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * @return whether no other try is needed
     */
    private boolean comesBack(URI url, long began) {
        URI target;
        int number;
        lock.lock();
        try {
            if (over) {
                return true;
            }
            target = point.at(url);
            number = ++generation;
        } finally {
            lock.unlock();
        }
        Connection fresh;
        try {
            fresh = connect(target, number);
        } catch (UnreachableException e) {
            return false;
        } catch (TokenRefusedException e) {
            lock.lock();
            try {
                end(new Received.Closed(System.nanoTime(), BROKEN, "the token is refused"));
            } finally {
                lock.unlock();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        lock.lock();
        try {
            if (over || number != generation) {
                fresh.abort("nobody waits for it");
                return true;
            }
            connection = fresh;
            sayAgain(fresh);
            lost = false;
            changed.signalAll();
            happened.accept(
                    new Received.Resumed(
                            System.nanoTime(), (System.nanoTime() - began) / 1_000_000));
            return true;
        } catch (IOException e) {
            generation++;
            fresh.abort("the connection broke");
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void sayAgain(Connection fresh) throws IOException {
        if (settings != null) {
            fresh.send(settings);
        }
        if (System.nanoTime() - reportedAt < REPORT_LASTS_NANOS) {
            for (String event : report) {
                fresh.send(event);
            }
        }
        for (short[] samples : unacked.unacked()) {
            fresh.send(append(samples));
        }
        for (List<String> turn : unackedText.values()) {
            for (String message : turn) {
                fresh.send(message);
            }
        }
    }

    /** The server broke the protocol. */
    void refuse(String reason) {
        Connection at;
        lock.lock();
        try {
            at = connection;
            if (!over) {
                end(new Received.Closed(System.nanoTime(), PROTOCOL_ERROR, reason));
            }
        } finally {
            lock.unlock();
        }
        if (at != null) {
            at.abort("severed");
        }
    }

    @Override
    public void close() {
        Connection at;
        lock.lock();
        try {
            at = connection;
            closing = true;
            if (!over && lost) {
                end(new Received.Closed(System.nanoTime(), NORMAL, "closed here"));
            }
        } finally {
            lock.unlock();
        }
        if (at != null) {
            at.close();
        }
    }
}
