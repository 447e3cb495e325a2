package dev.parley.streams.dialogue;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for the user's yes.
 *
 * @param arguments with which it was asked for, and is again
 * @param intent what it is for
 * @param slots what was said of that
 * @param question what the user was asked
 * @param asking the reply that asks
 * @param limit the timer after which silence is a no
 * @param patienceMillis how long it runs
 * @param repeated whether it was asked a second time
 * @param turns the user's own since it was asked
 * @param digression a turn that is about something else; its answer ends with the question, or
 *     begins by saying that the call is dropped
 * @param dropped whether it is
 */
public record Pending(
        CallId call,
        String tool,
        Personal<Map<String, String>> arguments,
        String intent,
        Personal<Map<String, String>> slots,
        Manner manner,
        Personal<String> question,
        ReplyId asking,
        TimerId limit,
        long patienceMillis,
        boolean repeated,
        List<OwnTurn> turns,
        @Nullable TurnId digression,
        boolean dropped) {
    private static final int MOST_TURNS = 4;

    /**
     * What the user said since.
     *
     * @param event the one that told of it
     */
    public record OwnTurn(TurnId turn, EventId event) {}

    Meaning meaning() {
        return new Meaning(intent, slots.orElse(Map.of()), manner);
    }

    /** The event by which the user said it; nothing for a turn from before the question. */
    Optional<EventId> said(TurnId turn) {
        return turns.stream()
                .filter(each -> each.turn().equals(turn))
                .map(OwnTurn::event)
                .findFirst();
    }

    Pending hearing(TurnId turn, EventId event) {
        List<OwnTurn> all = new ArrayList<>(turns);
        all.add(new OwnTurn(turn, event));
        return with(
                asking,
                repeated,
                all.subList(Math.max(0, all.size() - MOST_TURNS), all.size()),
                digression,
                dropped);
    }

    /** It is asked once more, at the end of that turn's answer. */
    Pending again(TurnId turn) {
        return with(asking, true, turns, turn, false);
    }

    /** That it is not done is told at the beginning of that turn's answer. */
    Pending droppedFor(TurnId turn) {
        return with(asking, repeated, turns, turn, true);
    }

    Pending askedIn(ReplyId reply) {
        return with(reply, repeated, turns, null, dropped);
    }

    private Pending with(
            ReplyId reply,
            boolean again,
            List<OwnTurn> own,
            @Nullable TurnId elsewhere,
            boolean left) {
        return new Pending(
                call,
                tool,
                arguments,
                intent,
                slots,
                manner,
                question,
                reply,
                limit,
                patienceMillis,
                again,
                List.copyOf(own),
                elsewhere,
                left);
    }
}
