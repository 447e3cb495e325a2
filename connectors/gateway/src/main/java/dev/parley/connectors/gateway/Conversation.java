package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.UtteranceId;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client what the log says about its conversation. Used by one thread.
 *
 * <p>An event that comes again is told once: by its id, or, where outputs of several attempts share
 * ids, by what it names.
 */
final class Conversation {
    private static final String HEARING = "hearing";
    private static final String SOUND_LOST = "AudioLost";

    private final ServerEvents client;
    private final Items items;
    private final ReplyDelivery replies;
    private final FunctionCalls functions;
    private final ResponseForms forms;
    private final Supplier<TurnDetection> detection;
    private final Consumer<Speech.Final> understood;
    private @Nullable UtteranceId wordless;
    private final Recent<Seen> seen = new Recent<>();

    /**
     * @param detection how turns are found now
     * @param understood told of each transcript that became an item
     */
    Conversation(
            ServerEvents client,
            Items items,
            ReplyDelivery replies,
            FunctionCalls functions,
            ResponseForms forms,
            Supplier<TurnDetection> detection,
            Consumer<Speech.Final> understood) {
        this.client = client;
        this.items = items;
        this.replies = replies;
        this.functions = functions;
        this.forms = forms;
        this.detection = detection;
        this.understood = understood;
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
            case Audio.Cleared cleared -> {}
        }
    }

    private void tell(Event event, long now) {
        switch (event) {
            case Speech speech -> heard(speech, now);
            case Turn.Ended turn -> {
                client.turnEnded(turn);
                forms.on(turn);
                replies.on(turn, now);
            }
            case Intent.Recognized intent -> client.intentRecognized(intent);
            case Tool.Requested request -> client.toolRequested(request);
            case Tool.Authorized call when call.ofClient() -> replies.on(call, now);
            case Tool.Succeeded result -> {
                functions.ended(result.call());
                client.toolSucceeded(result);
            }
            case Tool.Failed failure -> {
                functions.ended(failure.call());
                client.toolFailed(failure);
            }
            case Failure.StageFailed failed -> unheard(failed);
            case Confirmation.Requested request -> client.confirmationWanted(request);
            case Reply.Sentence sentence -> replies.on(sentence, now);
            case Cancellation.ReplyCancelled cancelled -> replies.on(cancelled, now);
            case Cancellation.ReplyPaused pause -> replies.on(pause, now);
            case Cancellation.ReplyResumed resumed -> replies.on(resumed, now);
            case Timeline.TurnMeasured measured -> client.timeline(measured);
            default -> {
                // not for clients
            }
        }
    }

    private void heard(Speech speech, long now) {
        switch (speech) {
            case Speech.Started started -> {
                if (detection.get().interruptResponse()) {
                    replies.userSpeaks();
                }
                if (!detection.get().pushToTalk()) {
                    client.speechStarted(Items.idOf(started.utterance()), started.startMillis());
                }
            }
            case Speech.Partial partial ->
                    client.transcriptPartial(
                            Items.idOf(partial.utterance()), partial.text().orElse(""));
            case Speech.Final utterance -> {
                understood(utterance);
                replies.userIsSilent(now);
            }
            case Speech.SilenceContinues silence -> {}
        }
    }

    private void understood(Speech.Final utterance) {
        String id = Items.idOf(utterance.utterance());
        String text = utterance.text().orElse("");
        boolean pushToTalk = detection.get().pushToTalk();
        if (!pushToTalk) {
            client.speechStopped(id, utterance.endMillis());
        }
        wordless = text.isEmpty() ? utterance.utterance() : null;
        if (text.isEmpty() && !pushToTalk) {
            return;
        }
        ObjectNode item = items.spoken(id, text);
        String previous = items.put(item);
        client.soundCommitted(id, previous);
        client.itemAdded(item, previous);
        client.itemDone(item, previous);
        double seconds = (utterance.endMillis() - utterance.startMillis()) / 1000.0;
        client.transcriptCompleted(id, text, seconds);
        understood.accept(utterance);
    }

    /** The stage that hears gave something up: its utterance has ended without words. */
    private void unheard(Failure.StageFailed failed) {
        boolean ofSound = failed.cause().equals(SOUND_LOST);
        if (failed.stage().equals(HEARING) && !ofSound && wordless != null) {
            client.transcriptFailed(Items.idOf(wordless));
            wordless = null;
        }
    }
}
