package dev.parley.app.client;

import dev.parley.app.client.device.SoundCard;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Plays on a sound card. What was heard is what the card has played, not what was handed to it: it
 * holds about a tenth of a second, which is taken back when a reply is stopped.
 */
final class DeviceLoudspeaker implements Loudspeaker {
    private static final int PIECE_MILLIS = 10;
    private static final int PIECE = RealtimeClient.REPLY_RATE * PIECE_MILLIS / 1000;

    private record Piece(String response, short[] samples) {}

    private static final class Progress {
        private long samplesLeft;
        private long samplesHeard;
        private boolean whole;

        boolean isOver() {
            return whole && samplesLeft == 0;
        }

        long heardMillis() {
            return samplesHeard * 1000 / RealtimeClient.REPLY_RATE;
        }
    }

    private final SoundCard.Playback device;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Progress> progress = new LinkedHashMap<>();
    private final Deque<Piece> waiting = new ArrayDeque<>();

    /** In the card, at least in part; the first is the one that sounds. */
    private final Deque<Piece> written = new ArrayDeque<>();

    private final Thread thread;
    private int writtenSamples;
    private boolean open = true;
    private volatile Ended listener = (response, heardMillis) -> {};

    /**
     * @param device at {@link RealtimeClient#REPLY_RATE}; closed with this
     */
    DeviceLoudspeaker(SoundCard.Playback device) {
        this.device = device;
        this.thread = Thread.ofPlatform().daemon().name("loudspeaker").start(this::run);
    }

    /** What the device calls itself. */
    String name() {
        return device.name();
    }

    @Override
    public void tell(Ended whom) {
        listener = whom;
    }

    @Override
    public void play(String response, short[] samples, long atNanos) {
        lock.lock();
        try {
            progress.computeIfAbsent(response, r -> new Progress()).samplesLeft += samples.length;
            for (int from = 0; from < samples.length; from += PIECE) {
                int to = Math.min(from + PIECE, samples.length);
                waiting.add(new Piece(response, Arrays.copyOfRange(samples, from, to)));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void completed(String response) {
        lock.lock();
        try {
            Progress of = progress.get(response);
            if (of != null) {
                of.whole = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public OptionalLong stop(String response) {
        lock.lock();
        try {
            settle();
            Progress of = progress.remove(response);
            if (of == null) {
                return OptionalLong.empty();
            }
            if (written.stream().anyMatch(piece -> piece.response().equals(response))) {
                device.discard();
                takeBack();
            }
            waiting.removeIf(piece -> piece.response().equals(response));
            changed.signalAll();
            return OptionalLong.of(of.heardMillis());
        } finally {
            lock.unlock();
        }
    }

    /** What the card dropped is played again later, but for what was stopped. */
    private void takeBack() {
        while (!written.isEmpty()) {
            waiting.addFirst(written.removeLast());
        }
        writtenSamples = 0;
    }

    /** Finds out what was played since the last time. */
    private void settle() {
        int played = writtenSamples - Math.min(writtenSamples, device.unplayed());
        writtenSamples -= played;
        while (played > 0) {
            Piece piece = written.removeFirst();
            int count = Math.min(played, piece.samples().length);
            played -= count;
            if (count < piece.samples().length) {
                short[] rest = piece.samples();
                written.addFirst(
                        new Piece(piece.response(), Arrays.copyOfRange(rest, count, rest.length)));
            }
            Progress of = progress.get(piece.response());
            if (of != null) {
                of.samplesLeft -= count;
                of.samplesHeard += count;
            }
        }
    }

    private void run() {
        while (true) {
            String ended = null;
            long heard = 0;
            lock.lock();
            try {
                if (!open) {
                    return;
                }
                settle();
                fill();
                for (Map.Entry<String, Progress> each : progress.entrySet()) {
                    if (each.getValue().isOver()) {
                        ended = each.getKey();
                        heard = each.getValue().heardMillis();
                        break;
                    }
                }
                if (ended != null) {
                    progress.remove(ended);
                } else if (writtenSamples > 0 || !waiting.isEmpty()) {
                    changed.await(PIECE_MILLIS, TimeUnit.MILLISECONDS);
                } else {
                    changed.await();
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            if (ended != null) {
                listener.ended(ended, heard);
            }
        }
    }

    private void fill() {
        Piece next;
        while ((next = waiting.peekFirst()) != null && device.space() >= next.samples().length) {
            waiting.removeFirst();
            device.write(next.samples());
            written.addLast(next);
            writtenSamples += next.samples().length;
        }
    }

    @Override
    public List<String> playing() {
        lock.lock();
        try {
            return List.copyOf(progress.keySet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long heardMillis(String response) {
        lock.lock();
        try {
            settle();
            Progress of = progress.get(response);
            return of == null ? 0 : of.heardMillis();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long busyUntil() {
        lock.lock();
        try {
            settle();
            long left = writtenSamples;
            for (Piece piece : waiting) {
                left += piece.samples().length;
            }
            return left == 0
                    ? Long.MIN_VALUE
                    : System.nanoTime() + left * 1_000_000_000L / RealtimeClient.REPLY_RATE;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        device.discard();
        device.close();
    }
}
