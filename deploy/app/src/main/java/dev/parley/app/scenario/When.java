package dev.parley.app.scenario;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** A moment as a user's clock shows it: {@code 07:30}, the next time it is, or with its date. */
sealed interface When {
    record At(LocalDateTime moment) implements When {}

    record Next(LocalTime time) implements When {}

    /**
     * @throws DateTimeException if it is neither
     */
    static When parse(String text) {
        return text.contains("-")
                ? new At(LocalDateTime.parse(text.strip().replace(' ', 'T')))
                : new Next(LocalTime.parse(text.strip()));
    }

    default String described() {
        return switch (this) {
            case At(LocalDateTime moment) -> moment.toString();
            case Next(LocalTime time) -> time.toString();
        };
    }

    default Instant after(Instant now, ZoneId zone) {
        return switch (this) {
            case At(LocalDateTime moment) -> moment.atZone(zone).toInstant();
            case Next(LocalTime time) -> {
                ZonedDateTime today = now.atZone(zone).with(time);
                yield (today.toInstant().isAfter(now) ? today : today.plusDays(1).with(time))
                        .toInstant();
            }
        };
    }
}
