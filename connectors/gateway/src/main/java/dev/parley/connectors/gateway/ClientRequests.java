package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.topic.Topics;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what a client asks for: answers it, or writes it to the log. Used by one thread. */
final class ClientRequests {
    private static final String ITEM_OF_REPLY = "item_";

    private final SessionWriter log;
    private final ServerEvents client;
    private final SessionSettings settings;
    private final Items items;
    private final AudioIntake intake;
    private final Playback playback;
    private final int textCharacters;
    private final Consumer<TypedTurn> turnKept;
    private @Nullable String typed;
    private long typedItems;

    /**
     * @param textCharacters the most that a turn in text may have
     * @param turnKept told on any thread that a turn in text can't be lost any more
     */
    ClientRequests(
            SessionWriter log,
            ServerEvents client,
            SessionSettings settings,
            Items items,
            AudioIntake intake,
            Playback playback,
            int textCharacters,
            Consumer<TypedTurn> turnKept) {
        this.log = log;
        this.client = client;
        this.settings = settings;
        this.items = items;
        this.intake = intake;
        this.playback = playback;
        this.textCharacters = textCharacters;
        this.turnKept = turnKept;
    }

    /**
     * @param at when its bytes arrived
     * @throws BadEventException if it can't be followed now
     */
    void on(ClientEvent event, Instant at) throws BadEventException {
        switch (event) {
            case ClientEvent.SessionUpdated update -> {
                settings.update(update.session(), update.eventId());
                intake.rate(settings.inputRate(), at);
                client.sessionUpdated(settings.json());
            }
            case ClientEvent.SoundAppended sound -> intake.accept(sound.pcm(), at);
            case ClientEvent.SoundCommitted commit -> commit(commit, at);
            case ClientEvent.SoundCleared clear -> {
                intake.clear();
                client.soundCleared();
            }
            case ClientEvent.MessageTyped message -> type(message);
            case ClientEvent.ItemWanted wanted ->
                    client.itemRetrieved(item(wanted.itemId(), wanted.eventId()));
            case ClientEvent.ItemTruncated truncated -> truncate(truncated);
            case ClientEvent.ResponseWanted wanted -> respond(wanted, at);
            case ClientEvent.ResponseCancelled cancel ->
                    log.write(Topics.CONTROL, new Control.CancelRequested(cancel.reply()), at);
            case ClientEvent.PlaybackEnded ended -> playbackEnded(ended);
        }
    }

    private void commit(ClientEvent.SoundCommitted commit, Instant at) throws BadEventException {
        if (!intake.holdsUncommitted()) {
            throw new BadEventException(
                    "input_audio_buffer_commit_empty",
                    "No sound came since the last commit.",
                    null,
                    commit.eventId());
        }
        intake.stall(true, at);
    }

    private void type(ClientEvent.MessageTyped message) throws BadEventException {
        String text = typed == null ? message.text() : typed + " " + message.text();
        if (text.length() > textCharacters) {
            throw new BadEventException(
                    "invalid_value",
                    "The messages of a turn may have " + textCharacters + " characters.",
                    "item.content",
                    message.eventId());
        }
        typed = text;
        String id = message.itemId() != null ? message.itemId() : "item_typed_" + typedItems++;
        ObjectNode item = items.typed(id, message.text());
        String previous = items.last();
        items.add(item);
        client.itemAdded(item, previous);
        client.itemDone(item, previous);
    }

    private void respond(ClientEvent.ResponseWanted wanted, Instant at) throws BadEventException {
        if (typed != null) {
            submit(new Control.TextSubmitted(Personal.of(typed)), wanted.turn(), at);
            typed = null;
        } else if (!intake.used()) {
            throw new BadEventException(
                    "nothing_to_answer",
                    "Nothing was said or typed that could be answered.",
                    null,
                    wanted.eventId());
        }
    }

    private void submit(Control.TextSubmitted text, @Nullable TypedTurn turn, Instant at) {
        if (turn == null) {
            log.write(Topics.CONTROL, text, at);
        } else {
            log.write(
                    Topics.CONTROL,
                    EventId.of(turn.writer(), turn.number()),
                    text,
                    at,
                    () -> turnKept.accept(turn));
        }
    }

    private void truncate(ClientEvent.ItemTruncated truncated) throws BadEventException {
        ReplyId reply = replyOf(truncated.itemId());
        if (reply == null
                || !playback.reported(
                        reply, truncated.audioEndMillis(), false, System.nanoTime())) {
            throw unknownItem(truncated.itemId(), truncated.eventId());
        }
        client.itemTruncated(
                truncated.itemId(), truncated.contentIndex(), truncated.audioEndMillis());
    }

    private void playbackEnded(ClientEvent.PlaybackEnded ended) throws BadEventException {
        if (!playback.reported(
                ended.reply(), ended.heardMillis(), ended.complete(), System.nanoTime())) {
            throw new BadEventException(
                    "response_not_found",
                    "No sound of such a response was sent.",
                    "response_id",
                    ended.eventId());
        }
    }

    private ObjectNode item(String id, @Nullable String eventId) throws BadEventException {
        ObjectNode item = items.find(id);
        if (item == null) {
            throw unknownItem(id, eventId);
        }
        return item;
    }

    private static @Nullable ReplyId replyOf(String item) {
        return item.startsWith(ITEM_OF_REPLY) && item.length() > ITEM_OF_REPLY.length()
                ? new ReplyId(item.substring(ITEM_OF_REPLY.length()))
                : null;
    }

    private static BadEventException unknownItem(String id, @Nullable String eventId) {
        return new BadEventException(
                "item_not_found", "There is no item '" + id + "'.", "item_id", eventId);
    }
}
