package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Binary frames of the voice WebSocket: each is announced by a byte that chooses the format and two
 * that say how long it is, and all reach the log or are refused.
 */
public final class FramesFuzz {
    private static final SessionId SESSION = SessionId.on(0, "fuzzed");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<AudioFormat> FORMATS =
            List.of(
                    format("{\"type\":\"audio/pcm\"}"),
                    format("{\"type\":\"audio/pcm\",\"rate\":16000}"),
                    format("{\"type\":\"audio/pcm\",\"rate\":8000}"),
                    format("{\"type\":\"audio/pcmu\"}"),
                    format("{\"type\":\"audio/pcma\"}"));

    private FramesFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Written log = new Written();
        SessionWriter writer = new SessionWriter(log, SESSION, "fuzz", () -> Instant.EPOCH);
        AudioIntake intake = new AudioIntake(writer, 24_000, SoundCursor.START, cursor -> {});
        long millis = 0;
        int at = 0;
        while (at + 3 <= input.length) {
            AudioFormat format = FORMATS.get(Math.floorMod(input[at], FORMATS.size()));
            int length = ((input[at + 1] & 0xff) << 8 | (input[at + 2] & 0xff)) & 0x3fff;
            int from = at + 3;
            at = Math.min(input.length, from + length);
            intake.rate(format.rate(), Instant.EPOCH);
            try {
                intake.accept(
                        format.decode(Arrays.copyOfRange(input, from, at), null, null),
                        Instant.EPOCH);
            } catch (BadEventException refused) {
                // as documented
            }
            if (intake.millis() < millis) {
                throw new AssertionError("sound that was heard is gone");
            }
            millis = intake.millis();
        }
        intake.end(Instant.EPOCH);
    }

    private static AudioFormat format(String json) {
        try {
            return AudioFormat.read(JSON.readTree(json), "format", null);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Forgets what it is told. */
    private static final class Written implements ConversationLog {
        @Override
        public int partition() {
            return 0;
        }

        @Override
        public int partitionOf(String name) {
            return 0;
        }

        @Override
        public void append(Topic topic, Envelope<?> envelope, Runnable acknowledged) {
            acknowledged.run();
        }

        @Override
        public List<Envelope<?>> history(SessionId session, Set<Topic> topics, Instant since) {
            return List.of();
        }

        @Override
        public List<Envelope<?>> history(
                Predicate<SessionId> sessions, Set<Topic> topics, Instant since) {
            return List.of();
        }

        @Override
        public Subscription subscribe(SessionId session, Consumer<Envelope<?>> listener) {
            return () -> {};
        }
    }
}
