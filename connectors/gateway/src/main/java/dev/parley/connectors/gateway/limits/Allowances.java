package dev.parley.connectors.gateway.limits;

import java.time.InstantSource;

/** What users may do in a while, over all entrances of a gateway. */
public record Allowances(TurnAllowance turns, SoundAllowance sound) {
    public static Allowances of(RatesConfig rates, InstantSource clock) {
        return new Allowances(
                new TurnAllowance(clock, rates.turnsPerMinute()),
                new SoundAllowance(clock, rates.soundPerHour()));
    }
}
