package dev.parley.connectors.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes on when told. */
public final class ManualClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }
}
