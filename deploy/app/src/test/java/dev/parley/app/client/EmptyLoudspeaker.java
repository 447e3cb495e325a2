package dev.parley.app.client;

import java.util.List;
import java.util.OptionalLong;

/** Plays nothing. */
class EmptyLoudspeaker implements Loudspeaker {
    @Override
    public void tell(Ended listener) {}

    @Override
    public void play(String response, short[] samples, long atNanos) {}

    @Override
    public void completed(String response) {}

    @Override
    public OptionalLong stop(String response) {
        return OptionalLong.empty();
    }

    @Override
    public List<String> playing() {
        return List.of();
    }

    @Override
    public long heardMillis(String response) {
        return 0;
    }

    @Override
    public long busyUntil() {
        return Long.MIN_VALUE;
    }

    @Override
    public void close() {}
}
