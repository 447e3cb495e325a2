package dev.parley.app.running;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.replay.RecordingFile;
import dev.parley.app.replay.SessionLogs;
import dev.parley.app.topics.KeptRecords;
import dev.parley.schemas.event.SessionId;
import dev.parley.streams.replay.Difference;
import dev.parley.streams.replay.Disguise;
import dev.parley.streams.replay.Recording;
import dev.parley.streams.replay.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a running Parley has recorded, replayed. */
final class RecordedSessions {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Path data;
    private final Replay replay;

    RecordedSessions(LocalInstallation parley, ParleyConfig config) {
        this.data = parley.data();
        this.replay = new Replay(Pipeline.topologies(config), List.of());
    }

    /** Reads until a session has ended and all that its stages write about it is there. */
    Recording await(SessionId session, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        try (KeptRecords records = KeptRecords.open(data, line -> {})) {
            while (true) {
                Recording found = new SessionLogs(records).of(session, false).orElseThrow();
                boolean settled = found.ended() && differences(found).isEmpty();
                if (settled || System.nanoTime() > until) {
                    return found;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    Map<SessionId, Recording> all() {
        try (KeptRecords records = KeptRecords.open(data, line -> {})) {
            return new SessionLogs(records).all(false);
        }
    }

    List<Difference> differences(Recording recording) {
        return replay.of(recording).differences();
    }

    /** By way of a file that holds nothing personal. */
    List<Difference> differencesOfItsExport(Recording recording, Path file) throws IOException {
        Disguise.Disguised disguised = new Disguise(replay).of(recording, new byte[32]);
        try (PrintWriter out =
                new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            RecordingFile.write(
                    disguised.recording(), RecordingFile.PersonalValues.PLACEHOLDERS, out);
        }
        return differences(RecordingFile.read(file));
    }
}
