package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import java.time.Instant;

/**
 * Tells a client what the log says about its conversation. Used by one thread.
 *
 * <p>An event that comes again is told once: by its id, or, where outputs of several attempts share
 * ids, by what it names.
 */
final class Conversation {
    private final ServerEvents client;
    private final Items items;
    private final ReplyDelivery replies;
    private final Recent<Seen> seen = new Recent<>();

    Conversation(ServerEvents client, Items items, ReplyDelivery replies) {
        this.client = client;
        this.items = items;
        this.replies = replies;
    }

    private record Seen(EventId id, Class<?> type) {}

    /**
     * @param readAt when the gateway read it from the log
     */
    void on(Envelope<?> envelope, Instant readAt, long now) {
        Event event = envelope.event();
        if (event instanceof Audio sound) {
            play(sound, envelope.times(), readAt, now);
        } else if (seen.add(new Seen(envelope.id(), event.getClass()))) {
            tell(event, now);
        }
    }

    private void play(Audio sound, Times made, Instant readAt, long now) {
        switch (sound) {
            case Audio.Chunk chunk -> replies.on(chunk, made, readAt, now);
            case Audio.SentenceSpoken spoken -> replies.on(spoken, now);
            case Audio.Frames frames -> {}
            case Audio.Stalled stalled -> {}
        }
    }

    private void tell(Event event, long now) {
        switch (event) {
            case Speech speech -> heard(speech);
            case Turn.Ended turn -> {
                client.turnEnded(turn);
                replies.on(turn, now);
            }
            case Intent.Recognized intent -> client.intentRecognized(intent);
            case Tool.Requested request -> client.toolRequested(request);
            case Tool.Succeeded result -> client.toolSucceeded(result);
            case Tool.Failed failure -> client.toolFailed(failure);
            case Confirmation.Requested request -> client.confirmationWanted(request);
            case Reply.Sentence sentence -> replies.on(sentence, now);
            case Cancellation.ReplyCancelled cancelled -> replies.on(cancelled, now);
            case Timeline.TurnMeasured measured -> client.timeline(measured);
            default -> {
                // not for clients
            }
        }
    }

    private void heard(Speech speech) {
        switch (speech) {
            case Speech.Started started ->
                    client.speechStarted(Items.idOf(started.utterance()), started.startMillis());
            case Speech.Partial partial ->
                    client.transcriptPartial(
                            Items.idOf(partial.utterance()), partial.text().orElse(""));
            case Speech.Final utterance -> understood(utterance);
            case Speech.SilenceContinues silence -> {}
        }
    }

    private void understood(Speech.Final utterance) {
        String id = Items.idOf(utterance.utterance());
        String text = utterance.text().orElse("");
        client.speechStopped(id, utterance.endMillis());
        if (text.isEmpty()) {
            return;
        }
        String previous = items.last();
        ObjectNode item = items.spoken(id, text);
        items.add(item);
        client.soundCommitted(id, previous);
        client.itemAdded(item, previous);
        client.itemDone(item, previous);
        double seconds = (utterance.endMillis() - utterance.startMillis()) / 1000.0;
        client.transcriptCompleted(id, text, seconds);
    }
}
