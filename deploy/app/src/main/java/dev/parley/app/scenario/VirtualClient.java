package dev.parley.app.scenario;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.InMemoryTopology.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A voice client, the gateway that it is connected to, and the hearing of its sound: writes what
 * these write. Speaking and hearing take no time of the clock, only audio time.
 */
final class VirtualClient {
    private static final long MILLIS_A_WORD = 400;
    private static final String GATEWAY = "gateway";
    private static final String HEARING = "hearing";

    private final VirtualParley parley;
    private final String name;
    private final String zone;
    private final int partition;
    private final Patience patience;
    private final Map<ReplyId, Playing> playing = new LinkedHashMap<>();
    private final Map<String, Long> written = new HashMap<>();
    private @Nullable SessionId session;
    private @Nullable Instant droppedAt;
    private Instant presentSaidAt = Instant.EPOCH;
    private boolean holding;
    private int sessions;
    private int utterances;
    private long audioMillis;
    private int read;

    /** How many words of the reply at hand were heard when it was interrupted. */
    private int heardOfReply;

    /**
     * @param comeBack how long a client whose connection broke may come back to its session
     * @param silence that ends a turn
     */
    record Patience(Duration comeBack, Duration silence) {}

    /** A reply that is being heard. */
    private static final class Playing {
        final TurnId turn;
        final List<String> sentences = new ArrayList<>();
        boolean whole;
        boolean started;
        boolean over;
        boolean cancelled;

        Playing(TurnId turn) {
            this.turn = turn;
        }

        boolean audible() {
            return !over && !sentences.isEmpty();
        }
    }

    VirtualClient(
            VirtualParley parley, String name, String zone, int partition, Patience patience) {
        this.parley = parley;
        this.name = name;
        this.zone = zone;
        this.partition = partition;
        this.patience = patience;
    }

    String name() {
        return name;
    }

    boolean wasEverHere() {
        return sessions > 0;
    }

    /** Whether the session is this client's, now or before. */
    boolean had(SessionId other) {
        return other.value().startsWith(prefix());
    }

    private String prefix() {
        return "s" + partition + "-" + name.replace('@', '-') + "-0";
    }

    private UserId user() {
        return new UserId(name.contains("@") ? name.substring(0, name.indexOf('@')) : name);
    }

    void arrive() {
        boolean resumes = session != null;
        if (!resumes) {
            sessions++;
            session = new SessionId(prefix() + sessions);
            written.clear();
            playing.clear();
            utterances = 0;
            audioMillis = 0;
            read = parley.log().size();
        }
        droppedAt = null;
        write(
                Topics.CONTROL,
                resumes
                        ? new Control.SessionResumed(user(), "realtime", zone)
                        : new Control.SessionStarted(user(), "realtime", zone));
        sayPresent(new Presence.Arrived(user(), here()));
        write(
                Topics.CONTROL,
                new Control.TurnDetectionChosen(Control.Mode.SERVER_VAD, null, null, true, true));
    }

    /** Goodbye: the session is over. */
    void leave() {
        end("client-left");
    }

    void drop() {
        droppedAt = parley.now();
    }

    private void end(String reason) {
        write(Topics.CONTROL, new Control.SessionEnded(reason));
        write(Topics.PRESENCE, new Presence.Left(user(), here()));
        session = null;
        droppedAt = null;
        playing.clear();
    }

    /** When the gateway gives up waiting for it to come back. */
    Optional<Instant> givenUpAt() {
        return Optional.ofNullable(droppedAt).map(at -> at.plus(patience.comeBack()));
    }

    /**
     * What the gateway says by itself, now: that the client is still there, or that it is gone. It
     * says the first every ten seconds; here once, before anybody asks.
     */
    void gatewayDue() {
        if (givenUpAt().filter(at -> !at.isAfter(parley.now())).isPresent()) {
            end("connection-lost");
        }
        if (session != null
                && droppedAt == null
                && !presentSaidAt.plus(Presence.SAID_EVERY).isAfter(parley.now())) {
            sayPresent(new Presence.Stayed(user(), here()));
        }
    }

    private void sayPresent(Presence presence) {
        write(Topics.PRESENCE, presence);
        presentSaidAt = parley.now();
    }

    void types(String text) {
        write(Topics.CONTROL, new Control.TextSubmitted(Personal.of(text)));
    }

    /** Whether a reply is being heard. */
    boolean hearsReply() {
        return playing.values().stream().anyMatch(Playing::audible);
    }

    /** Replies are heard up to here for now: the next thing is an interruption. */
    void hold(boolean hold) {
        holding = hold;
    }

    /** Says something; the voice is heard, and recognised, while it is said. */
    void speaks(String text, double confidence, int after, Runnable settle) {
        int words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
        heardOfReply = after;
        UtteranceId utterance = new UtteranceId("utt_" + here() + "_" + utterances++);
        long from = audioMillis;
        long to = from + Math.max(1, words) * MILLIS_A_WORD;
        Instant now = parley.now();
        speech(new Speech.Started(utterance, from));
        settle.run();
        speech(new Speech.Partial(utterance, Personal.of(text), to));
        settle.run();
        speech(
                new Speech.Final(
                        utterance,
                        Personal.of(text),
                        Personal.of(words(text, from, confidence)),
                        confidence,
                        from,
                        to,
                        utterances,
                        now,
                        now,
                        now,
                        false));
        settle.run();
        long silence = patience.silence().toMillis();
        speech(new Speech.SilenceContinues(utterance, silence, false, now));
        audioMillis = to + silence;
        settle.run();
    }

    private static List<Speech.Word> words(String text, long from, double confidence) {
        List<Speech.Word> words = new ArrayList<>();
        for (String word : text.strip().split("\\s+")) {
            long start = from + words.size() * MILLIS_A_WORD;
            if (!word.isEmpty()) {
                words.add(new Speech.Word(word, start, start + MILLIS_A_WORD, confidence));
            }
        }
        return words;
    }

    /** Presses its stop button. */
    void cancels(int after) {
        heardOfReply = after;
        playing.entrySet().stream()
                .filter(each -> each.getValue().audible())
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(reply -> write(Topics.CONTROL, new Control.CancelRequested(reply)));
    }

    /**
     * Hears what was said since it last did, and reports it.
     *
     * @return whether it had anything to report
     */
    boolean hears() {
        if (session == null || droppedAt != null) {
            return false;
        }
        List<Written> log = parley.log();
        boolean reported = false;
        for (; read < log.size(); read++) {
            Envelope<?> envelope = log.get(read).envelope();
            if (envelope.session().equals(session)) {
                reported |= hears(log.get(read).topic(), envelope.event());
            }
        }
        return report() || reported;
    }

    private boolean hears(Topic topic, Event event) {
        if (topic.equals(Topics.REPLIES) && event instanceof Reply.Sentence sentence) {
            Playing it =
                    playing.computeIfAbsent(
                            sentence.reply(), missing -> new Playing(sentence.turn()));
            it.sentences.add(sentence.text().orElse(""));
            it.whole |= sentence.last();
        } else if (topic.equals(Topics.CANCELLATIONS)
                && event instanceof Cancellation.ReplyCancelled cancelled) {
            Playing it = playing.get(cancelled.reply());
            if (it != null) {
                it.cancelled = true;
            }
        }
        return false;
    }

    private boolean report() {
        boolean reported = false;
        for (Map.Entry<ReplyId, Playing> each : playing.entrySet()) {
            Playing it = each.getValue();
            if (!it.audible()) {
                continue;
            }
            Instant now = parley.now();
            if (!it.started) {
                it.started = true;
                write(
                        Topics.CONTROL,
                        new Control.PlaybackStarted(each.getKey(), it.turn, now, now));
                reported = true;
            }
            if (it.cancelled) {
                it.over = true;
                write(Topics.CONTROL, cut(each.getKey(), it));
                reported = true;
            } else if (it.whole && !holding) {
                it.over = true;
                long millis = count(String.join(" ", it.sentences)) * MILLIS_A_WORD;
                write(
                        Topics.CONTROL,
                        new Control.PlaybackEnded(
                                each.getKey(), it.turn, millis, true, it.sentences.size(), 0));
                reported = true;
            }
        }
        return reported;
    }

    private Control.PlaybackEnded cut(ReplyId reply, Playing it) {
        int left = holding ? heardOfReply : 0;
        long millis = left * MILLIS_A_WORD;
        int whole = 0;
        for (String sentence : it.sentences) {
            int words = count(sentence);
            if (words > left) {
                break;
            }
            left -= words;
            whole++;
        }
        boolean beyond = whole == it.sentences.size();
        return new Control.PlaybackEnded(
                reply, it.turn, millis, beyond && it.whole, whole, beyond ? 0 : left);
    }

    private static int count(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    private SessionId here() {
        if (session == null) {
            throw new IllegalStateException(name + " isn't there");
        }
        return session;
    }

    private void speech(Speech event) {
        write(Topics.SPEECH, event, HEARING);
    }

    private void write(Topic topic, Event event) {
        write(topic, event, GATEWAY);
    }

    private void write(Topic topic, Event event, String writer) {
        long number = written.merge(topic.name(), 1L, Long::sum) - 1;
        parley.write(
                topic,
                new Envelope<>(
                        EventId.of(writer, number),
                        here(),
                        new Owner.Session(here()),
                        new Times(parley.now(), parley.now()),
                        null,
                        event));
    }
}
