package dev.parley.streams.dialogue;

import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the dialogue knows of a session.
 *
 * @param user whose session it is; null until that was heard
 * @param zone the user's IANA time zone
 * @param open turns that are not answered yet, oldest first
 * @param speaking replies whose playback hasn't ended, oldest first
 * @param rung timers that have rung, newest last
 */
public record DialogueState(
        @Nullable UserId user,
        String zone,
        List<OpenTurn> open,
        List<Speaking> speaking,
        List<TimerId> rung) {
    private static final int MOST_OPEN = 16;
    private static final int MOST_SPEAKING = 16;
    private static final int MOST_RUNG = 64;

    /**
     * @param deadline the timer that ends the waiting
     */
    public record OpenTurn(TurnId turn, TimerId deadline, Phase phase) {}

    public record Speaking(ReplyId reply, TurnId turn) {}

    static DialogueState fresh() {
        return new DialogueState(null, "UTC", List.of(), List.of(), List.of());
    }

    DialogueState of(UserId user, String zone) {
        return new DialogueState(user, zone, open, speaking, rung);
    }

    Optional<OpenTurn> turn(TurnId turn) {
        return open.stream().filter(each -> each.turn().equals(turn)).findFirst();
    }

    DialogueState opened(OpenTurn turn) {
        return with(newest(append(without(turn.turn()), turn), MOST_OPEN), speaking);
    }

    DialogueState advanced(TurnId turn, Phase phase) {
        return with(
                open.stream()
                        .map(
                                each ->
                                        each.turn().equals(turn)
                                                ? new OpenTurn(turn, each.deadline(), phase)
                                                : each)
                        .toList(),
                speaking);
    }

    DialogueState answered(TurnId turn, ReplyId reply) {
        return with(
                without(turn), newest(append(speaking, new Speaking(reply, turn)), MOST_SPEAKING));
    }

    DialogueState silent(ReplyId reply) {
        return with(open, speaking.stream().filter(each -> !each.reply().equals(reply)).toList());
    }

    DialogueState rang(TimerId timer) {
        return new DialogueState(
                user, zone, open, speaking, newest(append(rung, timer), MOST_RUNG));
    }

    private DialogueState with(List<OpenTurn> open, List<Speaking> speaking) {
        return new DialogueState(user, zone, open, speaking, rung);
    }

    private List<OpenTurn> without(TurnId turn) {
        return open.stream().filter(each -> !each.turn().equals(turn)).toList();
    }

    private static <T> List<T> append(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    private static <T> List<T> newest(List<T> list, int most) {
        return list.size() <= most
                ? list
                : new ArrayList<>(list.subList(list.size() - most, list.size()));
    }
}
