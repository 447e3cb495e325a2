package dev.parley.app.replay;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.topics.KeptRecords;
import dev.parley.schemas.event.SessionId;
import dev.parley.streams.replay.Recording;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Finds the recordings that a command names. */
final class Recordings {
    private final ParleyConfig config;
    private final @Nullable Path data;
    private final PrintWriter err;

    /**
     * @param data the data directory that was named; null for the one that is or was last in use
     * @param err takes a line if servers have to be started
     */
    Recordings(ParleyConfig config, @Nullable Path data, PrintWriter err) {
        this.config = config;
        this.data = data;
        this.err = err;
    }

    /**
     * @param session its id
     * @param sound whether its sound is wanted too
     * @throws AskedWrongly if there is no such session, or its key is destroyed
     */
    Recording one(String session, boolean sound) {
        SessionId id = id(session);
        try (KeptRecords records = open()) {
            Recording found =
                    new SessionLogs(records)
                            .of(id, sound)
                            .orElseThrow(
                                    () ->
                                            new AskedWrongly(
                                                    "There is no session "
                                                            + id
                                                            + " in "
                                                            + folder()
                                                            + ": parley topics tail control --once"
                                                            + " --from-start lists them."));
            if (found.erased()) {
                throw new AskedWrongly(
                        "What was said in "
                                + id
                                + " is erased, its key being destroyed: it can't be replayed.");
            }
            return found;
        } catch (KafkaException e) {
            throw new dev.parley.app.UserError(
                    "The broker stopped answering (" + e.getMessage() + "): try again.", e);
        }
    }

    /** All that can be read: what is erased is left out. */
    List<Recording> all(boolean sound) {
        try (KeptRecords records = open()) {
            return new SessionLogs(records)
                    .all(sound).values().stream().filter(each -> !each.erased()).toList();
        } catch (KafkaException e) {
            throw new dev.parley.app.UserError(
                    "The broker stopped answering (" + e.getMessage() + "): try again.", e);
        }
    }

    private KeptRecords open() {
        return KeptRecords.open(
                folder(),
                line -> {
                    err.println("parley: " + line);
                    err.flush();
                });
    }

    private Path folder() {
        return data != null
                ? data
                : KeptRecords.current(List.of(config.data(), config.demoData()))
                        .orElse(config.data());
    }

    static SessionId id(String session) {
        try {
            return new SessionId(session);
        } catch (IllegalArgumentException e) {
            throw new AskedWrongly(session + " is no session's id: one looks like s2-abcdef.");
        }
    }
}
