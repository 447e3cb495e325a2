package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.limits.Allowances;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what a client asks for: answers it, or writes it to the log. Used by one thread. */
final class ClientRequests {
    private static final String ITEM_OF_REPLY = "item_";
    private static final int SHORTEST_COMMIT_MILLIS = 100;

    /** Who sends too much sound isn't told with each piece. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(10);

    private final SessionWriter log;
    private final ServerEvents client;
    private final SessionSettings settings;
    private final Items items;
    private final AudioIntake intake;
    private final Playback playback;
    private final ReplyDelivery replies;
    private final FunctionCalls functions;
    private final ResponseForms forms;
    private final UserId user;
    private final Allowances allowances;
    private final int textCharacters;
    private final Consumer<TypedTurn> turnKept;
    private final HeardUtterances heard = new HeardUtterances();
    private final Map<String, String> typed = new LinkedHashMap<>();
    private long namedItems;
    private Instant soundRefusedAt = Instant.MIN;

    /**
     * @param user whose session it is
     * @param allowances of all users
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
            ReplyDelivery replies,
            FunctionCalls functions,
            ResponseForms forms,
            UserId user,
            Allowances allowances,
            int textCharacters,
            Consumer<TypedTurn> turnKept) {
        this.log = log;
        this.client = client;
        this.settings = settings;
        this.items = items;
        this.intake = intake;
        this.playback = playback;
        this.replies = replies;
        this.functions = functions;
        this.forms = forms;
        this.user = user;
        this.allowances = allowances;
        this.textCharacters = textCharacters;
        this.turnKept = turnKept;
    }

    /** Says what the session is like before the client said anything of it. */
    void begin() {
        log.write(Topics.CONTROL, settings.detection().chosen());
    }

    /**
     * @param at when its bytes arrived
     * @throws BadEventException if it can't be followed now
     */
    void on(ClientEvent event, Instant at) throws BadEventException {
        switch (event) {
            case ClientEvent.SessionUpdated update -> update(update, at);
            case ClientEvent.SoundAppended sound ->
                    hear(
                            settings.input().decode(sound.sound(), "audio", sound.eventId()),
                            sound.eventId(),
                            at);
            case ClientEvent.SoundCommitted commit -> commit(commit, at);
            case ClientEvent.SoundCleared clear -> {
                intake.clear(at);
                client.soundCleared();
            }
            case ClientEvent.ItemCreated created -> create(created);
            case ClientEvent.ItemWanted wanted ->
                    client.itemRetrieved(item(wanted.itemId(), wanted.eventId()));
            case ClientEvent.ItemDeleted deleted -> delete(deleted);
            case ClientEvent.ItemTruncated truncated -> truncate(truncated);
            case ClientEvent.ResponseWanted wanted -> respond(wanted, at);
            case ClientEvent.ResponseCancelled cancel -> cancel(cancel, at);
            case ClientEvent.PlaybackEnded ended -> playbackEnded(ended);
            case ClientEvent.ConfirmationGiven given ->
                    log.write(
                            Topics.CONTROL,
                            new Control.ConfirmationGiven(given.call(), given.accepted()),
                            at);
        }
    }

    /**
     * The sound of a binary frame.
     *
     * @throws BadEventException if it holds half a sample
     */
    void onSound(byte[] sound, Instant at) throws BadEventException {
        hear(settings.input().decode(sound, null, null), null, at);
    }

    /** What is more than may be is dropped; what came before it counts as said. */
    private void hear(short[] sound, @Nullable String eventId, Instant at) {
        Duration wait = allowances.sound().take(user, sound.length, settings.input().rate());
        if (wait.isZero()) {
            intake.accept(sound, at);
            return;
        }
        if (intake.streaming()) {
            intake.stall(false, at);
        }
        if (soundRefusedAt.isBefore(at.minus(TELL_AGAIN))) {
            soundRefusedAt = at;
            client.error(
                    BadEventException.limited(
                            "You may send "
                                    + allowances.sound().perHour().toSeconds()
                                    + " s of sound within an hour. It is dropped for another "
                                    + (wait.toSeconds() + 1)
                                    + " s.",
                            eventId));
        }
    }

    /** A transcript became an item. */
    void understood(Speech.Final utterance) {
        if (heard.on(utterance)) {
            requestAnswer(heard.take());
        }
    }

    private void update(ClientEvent.SessionUpdated update, Instant at) throws BadEventException {
        Control.TurnDetectionChosen detection = settings.detection().chosen();
        Control.ToolsDeclared tools = settings.tools();
        settings.update(update.session(), update.eventId());
        intake.rate(settings.input().rate(), at);
        intake.detection(settings.detection().ofSound(), at);
        if (!settings.detection().chosen().equals(detection)) {
            log.write(Topics.CONTROL, settings.detection().chosen(), at);
        }
        if (!settings.tools().equals(tools)) {
            log.write(Topics.CONTROL, settings.tools(), at);
        }
        client.sessionUpdated(settings.json());
    }

    private void commit(ClientEvent.SoundCommitted commit, Instant at) throws BadEventException {
        long millis = intake.uncommittedMillis();
        boolean pushToTalk = settings.detection().pushToTalk();
        if (millis == 0 || (pushToTalk && millis < SHORTEST_COMMIT_MILLIS)) {
            throw new BadEventException(
                    "input_audio_buffer_commit_empty",
                    "The buffer holds "
                            + millis
                            + " ms of sound since the last commit, which is too little.",
                    null,
                    commit.eventId());
        }
        if (pushToTalk) {
            heard.committed();
        }
        intake.stall(true, at);
    }

    private void create(ClientEvent.ItemCreated created) throws BadEventException {
        String id = created.itemId() != null ? created.itemId() : "item_given_" + namedItems++;
        if (items.find(id) != null) {
            throw new BadEventException(
                    "item_already_exists",
                    "There is an item of this id.",
                    "item.id",
                    created.eventId());
        }
        if (created.previous() != null && !items.precedes(created.previous())) {
            throw new BadEventException(
                    "item_not_found",
                    "There is no item '" + created.previous() + "'.",
                    "previous_item_id",
                    created.eventId());
        }
        ObjectNode item =
                switch (created.item()) {
                    case ClientEvent.Given.Typed(String text) -> type(id, text, created.eventId());
                    case ClientEvent.Given.Message(String role, String text) ->
                            items.written(id, role, text);
                    case ClientEvent.Given.Call(String callId, String name, String arguments) ->
                            items.functionCall(id, callId, name, arguments, "completed");
                    case ClientEvent.Given.CallOutput(var call, String output) -> {
                        if (!functions.answer(call, output)) {
                            throw new BadEventException(
                                    "tool_call_not_found",
                                    "No such call waits for its output.",
                                    "item.call_id",
                                    created.eventId());
                        }
                        yield items.functionOutput(id, call.value(), output);
                    }
                };
        String previous =
                created.previous() == null
                        ? items.put(item)
                        : items.insert(item, created.previous());
        client.itemAdded(item, previous);
        client.itemDone(item, previous);
    }

    private ObjectNode type(String id, String text, @Nullable String eventId)
            throws BadEventException {
        int before = typed.values().stream().mapToInt(part -> part.length() + 1).sum();
        if (before + text.length() > textCharacters) {
            throw BadEventException.invalid(
                    "item.content",
                    "The messages of a turn may have " + textCharacters + " characters.",
                    eventId);
        }
        typed.put(id, text);
        return items.written(id, "user", text);
    }

    private void delete(ClientEvent.ItemDeleted deleted) throws BadEventException {
        if (!items.remove(deleted.itemId())) {
            throw unknownItem(deleted.itemId(), deleted.eventId());
        }
        typed.remove(deleted.itemId());
        client.itemDeleted(deleted.itemId());
    }

    private void respond(ClientEvent.ResponseWanted wanted, Instant at) throws BadEventException {
        ResponseForm form = forms.read(wanted.response(), wanted.eventId());
        if (!typed.isEmpty()) {
            countTurn(wanted);
            forms.ofTyped(form);
            String text = String.join(" ", typed.values());
            typed.clear();
            submit(new Control.TextSubmitted(Personal.of(text)), wanted.turn(), at);
        } else if (functions.takeAnswered()) {
            // The result of a call is answered by itself.
            return;
        } else if (settings.detection().onRequest()) {
            answerWhatWasSaid(wanted, form);
        } else if (intake.used()) {
            requestAnswer(null);
        } else {
            throw nothingToAnswer(wanted);
        }
    }

    private void countTurn(ClientEvent.ResponseWanted wanted) throws BadEventException {
        Duration wait = allowances.turns().take(user);
        if (!wait.isZero()) {
            throw BadEventException.limited(
                    "You may begin "
                            + allowances.turns().perMinute()
                            + " turns in text a minute. Try again in "
                            + (wait.toSeconds() + 1)
                            + " s.",
                    wanted.eventId());
        }
    }

    private void answerWhatWasSaid(ClientEvent.ResponseWanted wanted, ResponseForm form)
            throws BadEventException {
        if (!heard.waits()) {
            UtteranceId last = heard.take();
            if (last == null) {
                throw nothingToAnswer(wanted);
            }
            requestAnswer(last);
        }
        forms.ofSpoken(form);
    }

    private void requestAnswer(@Nullable UtteranceId after) {
        log.write(Topics.CONTROL, new Control.ResponseRequested(after));
    }

    private static BadEventException nothingToAnswer(ClientEvent.ResponseWanted wanted) {
        return new BadEventException(
                "nothing_to_answer",
                "Nothing was said or typed that could be answered.",
                null,
                wanted.eventId());
    }

    private void cancel(ClientEvent.ResponseCancelled cancel, Instant at) throws BadEventException {
        ReplyId reply = cancel.reply() == null ? null : playback.told(cancel.reply());
        if (!replies.speaks(reply, System.nanoTime())) {
            throw new BadEventException(
                    "response_cancel_not_active",
                    "Cancellation failed: no active response found",
                    cancel.reply() == null ? null : "response_id",
                    cancel.eventId());
        }
        log.write(Topics.CONTROL, new Control.CancelRequested(reply), at);
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
        items.truncate(truncated.itemId());
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
