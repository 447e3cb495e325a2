package dev.parley.streams.timer;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's timers.
 *
 * @param waiting in the order in which they were set
 * @param present the sessions that the user is in, in the order of arrival
 * @param heardOf when it was last said that they are there, by session
 */
public record TimerState(
        List<Waiting> waiting, List<SessionId> present, Map<String, Instant> heardOf) {
    /**
     * @param session where it was asked for
     * @param due when it fires next
     * @param ring how the user set it; null if nobody said
     * @param assigned when it was written where it rings; null until then
     */
    public record Waiting(
            TimerId timer,
            TurnId turn,
            UserId user,
            SessionId session,
            Timer.Purpose purpose,
            Instant due,
            Personal<String> label,
            Timer.@Nullable Ring ring,
            @Nullable Instant assigned) {
        boolean rings() {
            return purpose == Timer.Purpose.RING;
        }

        boolean is(TimerId other) {
            return timer.equals(other);
        }

        Waiting until(Instant next) {
            return new Waiting(timer, turn, user, session, purpose, next, label, ring, null);
        }

        Waiting assigned(Instant moment, Instant when) {
            return new Waiting(timer, turn, user, session, purpose, moment, label, ring, when);
        }
    }

    Optional<Waiting> standing(TimerId timer) {
        return waiting.stream().filter(each -> each.is(timer)).findFirst();
    }

    /** In the place of the one of the same name, else at the end. */
    TimerState with(Waiting next) {
        List<Waiting> all = new ArrayList<>(waiting);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).is(next.timer())) {
                all.set(i, next);
                return waitingFor(all);
            }
        }
        all.add(next);
        return waitingFor(all);
    }

    TimerState without(TimerId timer) {
        return waitingFor(waiting.stream().filter(each -> !each.is(timer)).toList());
    }

    TimerState waitingFor(List<Waiting> all) {
        return new TimerState(all, present, heardOf);
    }
}
