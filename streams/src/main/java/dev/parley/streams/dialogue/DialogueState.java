package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import java.time.Instant;
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
 * @param cancelled replies that were cancelled, until the client reports what was heard of them
 * @param said what was heard of the last replies, newest last
 * @param client what its client wants; null as long as it said nothing
 * @param interruption where the user speaks into a reply; null where nobody does
 * @param focus what the conversation is about; null until something was said, and from a build that
 *     kept none
 * @param voice how it is to be spoken to; null for the voice as configured
 */
public record DialogueState(
        @Nullable UserId user,
        String zone,
        List<OpenTurn> open,
        List<Speaking> speaking,
        List<TimerId> rung,
        List<Speaking> cancelled,
        List<Said> said,
        @Nullable Client client,
        @Nullable Interruption interruption,
        @Nullable Focus focus,
        @Nullable Voice voice) {
    private static final int MOST_OPEN = 64;
    private static final int MOST_SPEAKING = 16;
    private static final int MOST_RUNG = 64;
    private static final int MOST_SAID = 16;

    /**
     * @param deadline the timer that ends the waiting
     * @param asked what the user said; one line
     * @param answering how far a model's answer has come; null until it begins
     * @param confidence that it was heard rightly, 0 to 1; null where it was typed
     * @param echoed whether the answer begins with what was understood; null for no
     */
    public record OpenTurn(
            TurnId turn,
            TimerId deadline,
            Phase phase,
            List<Line> asked,
            @Nullable Answering answering,
            @Nullable Double confidence,
            @Nullable Boolean echoed) {
        OpenTurn in(Phase next) {
            return new OpenTurn(turn, deadline, next, asked, answering, confidence, echoed);
        }

        OpenTurn at(Answering next) {
            return new OpenTurn(turn, deadline, phase, asked, next, confidence, echoed);
        }

        OpenTurn echoing() {
            return new OpenTurn(turn, deadline, phase, asked, answering, confidence, true);
        }
    }

    /**
     * A model's answer that is being passed on.
     *
     * @param attempt of the model's stage, the highest heard of
     * @param prefix how many sentences that attempt was told that were said already
     * @param due the deadline for its next sentence
     */
    public record Answering(ReplyId reply, int attempt, int prefix, Instant due) {}

    /** Personal text that stands in a list. */
    public record Line(Personal<String> text) {}

    /**
     * @param lines its sentences, as far as they were passed on
     */
    public record Speaking(ReplyId reply, TurnId turn, List<Line> lines) {}

    /**
     * @param text what the client reported as heard
     */
    public record Said(ReplyId reply, TurnId turn, Personal<String> text) {}

    /**
     * What a session's client wants.
     *
     * @param interrupts whether speech stops the reply that is being heard
     * @param functions what it runs itself
     * @param choice the function to be called if what it needs was said
     */
    public record Client(
            boolean interrupts, List<ClientFunction> functions, @Nullable String choice) {
        private static final Client SILENT = new Client(false, List.of(), null);

        Client interrupting(boolean now) {
            return new Client(now, functions, choice);
        }

        Client running(List<ClientFunction> declared, @Nullable String chosen) {
            return new Client(interrupts, declared, chosen);
        }
    }

    /** A function that the client declared. */
    public record ClientFunction(String name, List<String> parameters, List<String> required) {}

    Client wishes() {
        return client == null ? Client.SILENT : client;
    }

    DialogueState wishing(Client wishes) {
        return new DialogueState(
                user,
                zone,
                open,
                speaking,
                rung,
                cancelled,
                said,
                wishes,
                interruption,
                focus,
                voice);
    }

    static DialogueState fresh() {
        return new DialogueState(
                null, "UTC", List.of(), List.of(), List.of(), List.of(), List.of(), null, null,
                null, null);
    }

    DialogueState interrupted(@Nullable Interruption by) {
        return new DialogueState(
                user, zone, open, speaking, rung, cancelled, said, client, by, focus, voice);
    }

    DialogueState of(UserId user, String zone) {
        return new DialogueState(
                user,
                zone,
                open,
                speaking,
                rung,
                cancelled,
                said,
                client,
                interruption,
                focus,
                voice);
    }

    Focus inFocus() {
        return focus == null ? Focus.NONE : focus;
    }

    DialogueState focusing(Focus on) {
        return new DialogueState(
                user, zone, open, speaking, rung, cancelled, said, client, interruption, on, voice);
    }

    /** Null for the voice as configured. */
    Reply.@Nullable Voicing voicing() {
        return spokenWith().voicing();
    }

    Voice spokenWith() {
        return voice == null ? Voice.USUAL : voice;
    }

    DialogueState speakingWith(Voice other) {
        return new DialogueState(
                user,
                zone,
                open,
                speaking,
                rung,
                cancelled,
                said,
                client,
                interruption,
                focus,
                other);
    }

    /** The sentences of a reply that were passed on. */
    List<Line> lines(ReplyId reply) {
        return spoken(reply).map(Speaking::lines).orElse(List.of());
    }

    Optional<Speaking> spoken(ReplyId reply) {
        return Stream.concat(speaking.stream(), cancelled.stream())
                .filter(each -> each.reply().equals(reply))
                .findFirst();
    }

    Optional<OpenTurn> turn(TurnId turn) {
        return open.stream().filter(each -> each.turn().equals(turn)).findFirst();
    }

    /** Whether no further turn can be opened before another is closed. */
    boolean isFull() {
        return open.size() >= MOST_OPEN;
    }

    DialogueState opened(OpenTurn turn) {
        return with(append(without(turn.turn()), turn), speaking);
    }

    DialogueState advanced(OpenTurn turn) {
        return with(
                open.stream().map(each -> each.turn().equals(turn.turn()) ? turn : each).toList(),
                speaking);
    }

    /** A reply goes on with these sentences, or begins with them. */
    DialogueState speaking(ReplyId reply, TurnId turn, List<Line> lines) {
        List<Line> all = Stream.concat(lines(reply).stream(), lines.stream()).toList();
        return with(
                        open,
                        newest(
                                append(without(speaking, reply), new Speaking(reply, turn, all)),
                                MOST_SPEAKING))
                .focusing(inFocus().said(all));
    }

    DialogueState closed(TurnId turn) {
        return with(without(turn), speaking);
    }

    DialogueState cancelled(Speaking reply) {
        return with(
                open,
                without(speaking, reply.reply()),
                newest(append(cancelled, reply), MOST_SPEAKING),
                said);
    }

    /** The reply is over; this was heard of it. */
    DialogueState heard(Said what) {
        return with(
                open,
                without(speaking, what.reply()),
                without(cancelled, what.reply()),
                newest(append(said, what), MOST_SAID));
    }

    DialogueState rang(TimerId timer) {
        return new DialogueState(
                user,
                zone,
                open,
                speaking,
                newest(append(rung, timer), MOST_RUNG),
                cancelled,
                said,
                client,
                interruption,
                focus,
                voice);
    }

    private DialogueState with(List<OpenTurn> open, List<Speaking> speaking) {
        return with(open, speaking, cancelled, said);
    }

    private DialogueState with(
            List<OpenTurn> open,
            List<Speaking> speaking,
            List<Speaking> cancelled,
            List<Said> said) {
        return new DialogueState(
                user,
                zone,
                open,
                speaking,
                rung,
                cancelled,
                said,
                client,
                interruption,
                focus,
                voice);
    }

    private static List<Speaking> without(List<Speaking> replies, ReplyId reply) {
        return replies.stream().filter(each -> !each.reply().equals(reply)).toList();
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
