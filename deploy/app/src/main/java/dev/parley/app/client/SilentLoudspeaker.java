package dev.parley.app.client;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Makes no sound but takes as long as one that does. */
final class SilentLoudspeaker implements Loudspeaker {
    private final ReentrantLock lock = new ReentrantLock();
    private final Speaker speaker = new Speaker();
    private volatile Ended listener = (response, heardMillis) -> {};

    @Override
    public void tell(Ended whom) {
        listener = whom;
    }

    @Override
    public void play(String response, short[] samples, long atNanos) {
        lock.lock();
        try {
            long nanos = samples.length * 1_000_000_000L / RealtimeClient.REPLY_RATE;
            speaker.play(response, nanos, atNanos);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void completed(String response) {
        lock.lock();
        try {
            if (!speaker.isPlaying(response) || speaker.isWhole(response)) {
                return;
            }
            speaker.completed(response);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("speaker").start(() -> awaitEnd(response));
    }

    private void awaitEnd(String response) {
        while (true) {
            long left;
            lock.lock();
            try {
                if (!speaker.isPlaying(response)) {
                    return;
                }
                left = speaker.endsAt(response) - System.nanoTime();
            } finally {
                lock.unlock();
            }
            if (left <= 0) {
                stop(response).ifPresent(heard -> listener.ended(response, heard));
                return;
            }
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public OptionalLong stop(String response) {
        lock.lock();
        try {
            return speaker.isPlaying(response)
                    ? OptionalLong.of(speaker.stop(response, System.nanoTime()) / 1_000_000)
                    : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<String> playing() {
        lock.lock();
        try {
            return speaker.playing();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long heardMillis(String response) {
        lock.lock();
        try {
            return speaker.heard(response, System.nanoTime()) / 1_000_000;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long busyUntil() {
        lock.lock();
        try {
            return speaker.busyUntil();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {}
}
