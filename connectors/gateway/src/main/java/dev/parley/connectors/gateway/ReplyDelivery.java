package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers replies to a client, one after the other. Used by one thread; moments are those of
 * {@link System#nanoTime}.
 *
 * <p>A reply that makes no progress is given up, so that the next can be heard. When the sound of a
 * sentence doesn't come, or no reply at all to a turn, the client hears a recorded sentence in its
 * stead; what comes of that reply later is dropped.
 */
final class ReplyDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyDelivery.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int SAMPLES_PER_MILLI = SpeechSynthesizer.SAMPLE_RATE / 1000;

    private static final String TURN_DETECTED = "turn_detected";

    private final ServerEvents client;
    private final Items items;
    private final Playback playback;
    private final Function<TurnId, ResponseForm> forms;
    private final RecordedSentence apology;
    private final long replyNanos;
    private final long soundNanos;

    private final Map<ReplyId, SpokenReply> waiting = new LinkedHashMap<>();
    private final Recent<ReplyId> closed = new Recent<>();
    private final UnansweredTurns unanswered;
    private final Deque<Tool.Authorized> calls = new ArrayDeque<>();
    private final FunctionCalls functions;
    private final Function<ReplyId, List<Envelope<?>>> history;
    private final Map<ReplyId, TurnId> paused = new LinkedHashMap<>();
    private long pausedAt;
    private int rests;
    private @Nullable Current current;

    /**
     * @param functions told of the calls that the client was told of
     * @param forms how the response to a turn is to be given
     * @param apology played when nobody else speaks
     * @param turnDeadline within which a turn should be answered, if only by the dialogue's apology
     * @param history what was written of a reply lately: its sentences and their sound; blocks
     */
    ReplyDelivery(
            ServerEvents client,
            Items items,
            Playback playback,
            FunctionCalls functions,
            Function<TurnId, ResponseForm> forms,
            RecordedSentence apology,
            GatewayConfig.Patience patience,
            Duration turnDeadline,
            Function<ReplyId, List<Envelope<?>>> history) {
        this.client = client;
        this.items = items;
        this.playback = playback;
        this.functions = functions;
        this.forms = forms;
        this.apology = apology;
        this.replyNanos = patience.reply().toNanos();
        this.soundNanos = patience.sound().toNanos();
        this.history = history;
        this.unanswered = new UnansweredTurns(turnDeadline.plus(patience.answer()).toNanos());
    }

    /** The reply at hand: what of it the client was told. */
    private static final class Current {
        final SpokenReply reply;
        final ReplyId response;
        final ResponseForm form;
        final StringBuilder transcript = new StringBuilder();
        boolean announced;
        int passedWords;
        int untold;
        SpokenReply.@Nullable Place told;
        @Nullable Resampler resampler;
        long progressAt;

        Current(SpokenReply reply, ResponseForm form, long now) {
            this(reply, reply.id(), form, now);
        }

        /**
         * @param response its name for the client
         */
        Current(SpokenReply reply, ReplyId response, ResponseForm form, long now) {
            this.reply = reply;
            this.response = response;
            this.form = form;
            this.progressAt = now;
        }
    }

    void on(Turn.Ended turn, long now) {
        unanswered.ended(turn.turn(), now);
    }

    /** Nothing more is to be told of a reply. */
    void forget(ReplyId reply) {
        closed.add(reply);
    }

    /**
     * Goes on with a reply that was announced over an earlier connection.
     *
     * @param had how much of it was told
     */
    void resume(ReplyCursor had, TurnId turn, long now) {
        SpokenReply reply = new SpokenReply(had.reply(), turn, had.last());
        waiting.put(had.reply(), reply);
        Current resumed = new Current(reply, forms.apply(turn), now);
        resumed.announced = true;
        resumed.untold = had.sentences();
        current = resumed;
    }

    void on(Reply.Sentence sentence, long now) {
        unanswered.answered(sentence.turn());
        SpokenReply reply = reply(sentence.reply(), sentence.turn());
        if (reply != null) {
            reply.hear(sentence);
            deliver(now);
        }
    }

    /**
     * @param made the times of the chunk's envelope
     * @param readAt when the gateway read it from the log
     */
    void on(Audio.Chunk chunk, Times made, Instant readAt, long now) {
        SpokenReply reply = reply(chunk.reply(), chunk.turn());
        if (reply != null) {
            reply.hear(chunk, made, readAt);
            deliver(now);
        }
    }

    void on(Audio.SentenceSpoken spoken, long now) {
        SpokenReply reply = reply(spoken.reply(), spoken.turn());
        if (reply != null) {
            reply.hear(spoken);
            deliver(now);
        }
    }

    void on(Cancellation.ReplyCancelled cancelled, long now) {
        unanswered.answered(cancelled.turn());
        ReplyId reply = cancelled.reply();
        paused.remove(reply);
        boolean stillHeard = playback.lasts(reply, now);
        playback.cut(reply, now);
        if (current != null && current.reply.id().equals(reply)) {
            finish(current, "cancelled", reason(cancelled));
        } else if (stillHeard) {
            client.replyCancelled(playback.response(reply), cancelled.cause());
        }
        waiting.remove(reply);
        closed.add(reply);
        deliver(now);
    }

    void on(Cancellation.ReplyPaused pause, long now) {
        ReplyId reply = pause.reply();
        boolean heard = playback.pause(reply, now);
        if (heard || waiting.containsKey(reply)) {
            pausedAt = now;
            paused.put(reply, pause.turn());
        }
        if (heard) {
            client.replyPaused(playback.response(reply));
        }
    }

    void on(Cancellation.ReplyResumed resumed, long now) {
        goOn(resumed.reply(), now);
        deliver(now);
    }

    private void goOn(ReplyId reply, long now) {
        TurnId turn = paused.remove(reply);
        if (turn == null) {
            return;
        }
        OptionalLong heard = playback.resume(reply, now);
        if (heard.isPresent()) {
            tellRest(reply, turn, heard.getAsLong(), now);
        } else {
            client.replyResumed(playback.response(reply));
        }
        if (current != null) {
            current.progressAt = now;
        }
    }

    /** The client threw away what it had not played: it is told that again. */
    private void tellRest(ReplyId reply, TurnId turn, long heardMillis, long now) {
        if (current != null && current.reply.id().equals(reply)) {
            finish(current, "cancelled", TURN_DETECTED);
        }
        ReplyId response = new ReplyId(reply + "_rest" + ++rests);
        HeardPosition.Kept heard = playback.tellAgain(reply, response, heardMillis, now);
        SpokenReply rest = SpokenReply.after(heard.place(), reply, turn);
        for (Envelope<?> envelope : history.apply(reply)) {
            switch (envelope.event()) {
                case Reply.Sentence sentence -> rest.hear(sentence);
                case Audio.Chunk chunk ->
                        rest.hear(chunk, envelope.times(), envelope.times().emitted());
                case Audio.SentenceSpoken spoken -> rest.hear(spoken);
                default -> {
                    // not of a reply
                }
            }
        }
        client.tellsRest(reply, response, heard.place());
        closed.remove(reply);
        waiting.put(reply, rest);
        current = new Current(rest, response, forms.apply(turn), now);
        current.told = heard.place();
        current.passedWords = heard.words();
    }

    /** The user began to speak, and may cut the reply by it. */
    void userSpeaks() {
        playback.userSpeaks();
    }

    void userIsSilent(long now) {
        playback.userIsSilent(now);
    }

    /** As the protocol calls what both know. */
    private static String reason(Cancellation.ReplyCancelled cancelled) {
        return switch (cancelled.cause()) {
            case "client" -> "client_cancelled";
            case "speech" -> TURN_DETECTED;
            default -> cancelled.cause();
        };
    }

    /** The next moment at which {@link #due} has something to do. */
    long nextDue() {
        if (!paused.isEmpty()) {
            return pausedAt + LONGEST_PAUSE_NANOS;
        }
        return current == null ? unanswered.nextDue() : givenUpAt(current);
    }

    /** Gives up a reply that makes no progress, and speaks for whoever is silent. */
    void due(long now) {
        if (!paused.isEmpty()) {
            if (pausedAt + LONGEST_PAUSE_NANOS <= now) {
                LOG.warn("Nobody ended the pause of {}", paused.keySet());
                List.copyOf(paused.keySet()).forEach(reply -> goOn(reply, now));
                deliver(now);
            }
            return;
        }
        if (current != null && givenUpAt(current) <= now) {
            giveUp(current, now);
            deliver(now);
        }
        while (current == null) {
            TurnId turn = unanswered.takeOverdue(now);
            if (turn == null) {
                return;
            }
            Current instead =
                    new Current(
                            new SpokenReply(new ReplyId("unanswered_" + turn), turn),
                            forms.apply(turn),
                            now);
            announce(instead);
            apologize(instead, now);
            finish(instead, "failed", "no_answer");
        }
    }

    private long givenUpAt(Current at) {
        return at.progressAt + (lacksSound(at) ? soundNanos : replyNanos);
    }

    private static boolean lacksSound(Current at) {
        return !at.form.text() && at.reply.lacksSound();
    }

    private void giveUp(Current at, long now) {
        if (lacksSound(at)) {
            drain(at);
            apologize(at, now);
            finish(at, "failed", "no_sound");
        } else {
            playback.sent(at.reply.id(), false);
            finish(at, "failed", "no_progress");
        }
    }

    private void apologize(Current at, long now) {
        ReplyId id = at.reply.id();
        LOG.warn("The recorded sentence is played instead of {}", id);
        tell(at, apology.text());
        if (at.form.text()) {
            return;
        }
        for (byte[] piece : apology.pieces()) {
            hand(at, piece);
        }
        drain(at);
        playback.apologized(id, at.reply.turn(), apology.millis(), now);
        playback.sent(id, false);
    }

    private @Nullable SpokenReply reply(ReplyId id, TurnId turn) {
        if (closed.contains(id)) {
            return null;
        }
        return waiting.computeIfAbsent(id, missing -> new SpokenReply(id, turn));
    }

    private void deliver(long now) {
        while (paused.isEmpty()) {
            if (current == null) {
                Tool.Authorized call = calls.poll();
                if (call != null) {
                    tell(call, now);
                    continue;
                }
                if (waiting.isEmpty()) {
                    return;
                }
                SpokenReply next = waiting.values().iterator().next();
                current = new Current(next, forms.apply(next.turn()), now);
            }
            if (!advance(current, now)) {
                return;
            }
        }
    }

    /**
     * @return whether the reply was completed
     */
    private boolean advance(Current at, long now) {
        SpokenReply reply = at.reply;
        if (!reply.begins()) {
            return false;
        }
        if (!at.announced) {
            announce(at);
            at.progressAt = now;
        }
        String sentence;
        while ((sentence = reply.takeSentence()) != null) {
            tell(at, sentence);
            at.progressAt = now;
        }
        if (at.form.text()) {
            if (reply.written()) {
                finish(at, "completed", null);
            }
            return reply.written();
        }
        SpokenReply.Piece piece;
        while ((piece = reply.takeSound()) != null) {
            sound(at, piece, now);
            at.progressAt = now;
        }
        playback.sentWhole(reply.id(), reply.wholeSentences());
        if (!reply.complete()) {
            return false;
        }
        drain(at);
        playback.sent(reply.id(), true);
        finish(at, "completed", null);
        return true;
    }

    private void tell(Current at, String sentence) {
        String rest = withoutWords(sentence, at.passedWords);
        at.passedWords = 0;
        String delta = at.transcript.isEmpty() || rest.isEmpty() ? rest : " " + rest;
        at.transcript.append(delta);
        if (at.untold > 0) {
            at.untold--;
        } else {
            client.sentence(at.response, at.form, delta);
        }
    }

    private static String withoutWords(String sentence, int words) {
        return words == 0
                ? sentence
                : Arrays.stream(sentence.strip().split("\\s+"))
                        .skip(words)
                        .collect(Collectors.joining(" "));
    }

    private void announce(Current at) {
        ReplyId id = at.response;
        ObjectNode item = items.answered(Items.idOf(id), at.form.text(), null, "in_progress");
        client.responseCreated(id, at.form);
        client.outputItemAdded(id, item);
        client.itemAdded(item, items.put(item));
        client.contentPartAdded(id, at.form);
        at.announced = true;
    }

    private void sound(Current at, SpokenReply.Piece piece, long now) {
        byte[] pcm = piece.pcm();
        if (pcm.length == 0) {
            return;
        }
        at.told = at.reply.place();
        hand(at, pcm);
        playback.sounded(
                at.reply.id(),
                at.reply.turn(),
                pcm.length / 2 / SAMPLES_PER_MILLI,
                piece,
                at.reply.wordsOf(piece.sentence()),
                at.told,
                now);
    }

    private void hand(Current at, byte[] pcm) {
        send(at, fit(at, Pcm.toShorts(pcm)));
    }

    private void send(Current at, short[] samples) {
        if (samples.length > 0) {
            client.audioDelta(at.response, at.form.format().encode(samples), at.told);
        }
    }

    private static short[] fit(Current at, short[] samples) {
        int rate = at.form.format().rate();
        if (rate == SpeechSynthesizer.SAMPLE_RATE) {
            return samples;
        }
        if (at.resampler == null) {
            at.resampler = new Resampler(SpeechSynthesizer.SAMPLE_RATE, rate);
        }
        return at.resampler.accept(samples);
    }

    private void drain(Current at) {
        if (at.resampler != null) {
            short[] rest = at.resampler.flush();
            at.resampler = null;
            send(at, rest);
        }
    }

    private void finish(Current at, String status, @Nullable String reason) {
        ReplyId id = at.response;
        if (at.announced) {
            boolean completed = status.equals("completed");
            String words = at.transcript.toString();
            ObjectNode item =
                    items.answered(
                            Items.idOf(id),
                            at.form.text(),
                            words,
                            completed ? "completed" : "incomplete");
            if (at.form.text()) {
                playback.read(at.reply.id(), at.reply.turn(), at.reply.takenSentences(), completed);
            } else {
                client.audioDone(id);
            }
            client.wordsDone(id, at.form, words);
            client.contentPartDone(id, at.form, words);
            client.outputItemDone(id, item);
            client.itemDone(item, items.put(item));
            client.responseDone(id, at.form, status, reason, item);
        }
        waiting.remove(at.reply.id());
        closed.add(at.reply.id());
        current = null;
    }

    /** Wants the client to run a function of its own. */
    void on(Tool.Authorized call, long now) {
        unanswered.answered(call.turn());
        calls.add(call);
        deliver(now);
    }

    private void tell(Tool.Authorized call, long now) {
        String name = FunctionCalls.nameOf(call);
        if (name == null) {
            return;
        }
        String id = "item_" + call.call();
        String callId = call.call().value();
        ObjectNode begun = items.functionCall(id, callId, name, "", "in_progress");
        ObjectNode whole =
                items.functionCall(
                        id,
                        callId,
                        name,
                        JSON.valueToTree(call.arguments().orElse(Map.of())).toString(),
                        "completed");
        client.functionCalled(
                new ReplyId("resp_" + callId),
                forms.apply(call.turn()),
                begun,
                whole,
                items.put(whole));
        functions.told(call, now);
    }

    /**
     * Whether a reply is under way or still to be heard.
     *
     * @param reply null for any
     */
    boolean speaks(@Nullable ReplyId reply, long now) {
        if (reply == null) {
            return current != null || !waiting.isEmpty() || playback.lasts(now);
        }
        return waiting.containsKey(reply)
                || (current != null && current.reply.id().equals(reply))
                || playback.lasts(reply, now);
    }
}
