package dev.parley.streams.timer;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A user's timers.
 *
 * @param present the sessions that the user is in, in the order of arrival
 * @param heardOf when it was last said that they are there, by session
 */
public record TimerState(
        List<Waiting> waiting, List<SessionId> present, Map<String, Instant> heardOf) {
    /**
     * @param session where it was asked for
     */
    public record Waiting(
            TimerId timer,
            TurnId turn,
            UserId user,
            SessionId session,
            Timer.Purpose purpose,
            Instant due,
            Personal<String> label) {}
}
