package dev.parley.app.replay;

import dev.parley.app.UserError;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.LocalInstallation;
import dev.parley.app.running.Pipeline;
import dev.parley.app.scenario.RecordedScenario;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.replay.Disguise;
import dev.parley.streams.replay.Recording;
import dev.parley.streams.replay.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a session's log to a file. */
@Command(
        name = "export",
        description = {
            "Write a session's log to a file that can be attached to a bug report: without sound,"
                    + " and with placeholders for all that is personal, of the same kind and"
                    + " length. parley replay --from plays it. Or, with --scenario, make a scenario"
                    + " of it for parley test.",
            "Ends with 2 if there is no such session, or it isn't yours to export."
        })
public final class ExportCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Parameters(paramLabel = "SESSION", description = "The session's id.")
    private String session = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file; SESSION.jsonl by default, - for the standard output.")
    private @Nullable String file;

    @Option(
            names = "--with-personal",
            description = "Write what was said as it was said. Only for your own sessions.")
    private boolean withPersonal;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description =
                    "Write a scenario for parley test instead, with what was said and what came of"
                            + " it; - for the standard output. Only for your own sessions.")
    private @Nullable String scenario;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory, instead of the one that is or was last in use.")
    private @Nullable Path data;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        ParleyConfig config = configuration.load().root();
        if (scenario != null && (file != null || withPersonal)) {
            throw new AskedWrongly("--scenario goes without --out and without --with-personal.");
        }
        Recording found = new Recordings(config, data, err).one(session, false);
        if (scenario != null) {
            writeScenario(owned(found), scenario, out);
            return;
        }
        Recording exported = withPersonal ? owned(found) : disguised(found, config, err);
        RecordingFile.PersonalValues values =
                withPersonal
                        ? RecordingFile.PersonalValues.CLEAR
                        : RecordingFile.PersonalValues.PLACEHOLDERS;
        if ("-".equals(file)) {
            RecordingFile.write(exported, values, out);
            return;
        }
        Path to = Path.of(file == null ? found.session() + ".jsonl" : file);
        write(to, lines -> RecordingFile.write(exported, values, lines));
        out.println(
                "%s: %d records, %s"
                        .formatted(
                                to,
                                exported.records().size(),
                                withPersonal
                                        ? "with what was said: keep it to yourself"
                                        : "placeholders for all that is personal"));
        out.flush();
    }

    /** The local token is that of one user; whoever reads these data is that user. */
    static Recording owned(Recording recording) {
        Optional<UserId> user = recording.user();
        if (!user.equals(Optional.of(LocalInstallation.LOCAL_USER))) {
            throw new AskedWrongly(
                    "Session "
                            + recording.session()
                            + " isn't yours: only its owner may export what was said in it. Leave"
                            + " --with-personal out.");
        }
        return recording;
    }

    private static Recording disguised(Recording recording, ParleyConfig config, PrintWriter err) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Disguise.Disguised disguised =
                new Disguise(new Replay(Pipeline.topologies(config), List.of())).of(recording, key);
        if (!disguised.faithful()) {
            err.println(
                    "parley: with placeholders the session replays otherwise than it did; a replay"
                            + " of the file shows differences that the session itself doesn't"
                            + " have.");
            err.flush();
        }
        return disguised.recording();
    }

    private static void writeScenario(Recording recording, String file, PrintWriter out) {
        String yaml =
                RecordedScenario.of(recording, "Session " + recording.session())
                        .orElseThrow(
                                () ->
                                        new AskedWrongly(
                                                "Nothing was said in session "
                                                        + recording.session()
                                                        + ", or its beginning is deleted."));
        if ("-".equals(file)) {
            out.print(yaml);
            out.flush();
            return;
        }
        write(Path.of(file), lines -> lines.print(yaml));
        out.println(
                file + ": holds what was said. Give it a name, and let it expect what matters.");
        out.flush();
    }

    private static void write(Path file, Consumer<PrintWriter> content) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new UserError(file + " is no file that could be overwritten: name another.");
            }
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try (PrintWriter lines =
                    new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                content.accept(lines);
                if (lines.checkError()) {
                    throw new UserError(file + " can't be written to its end: is the disk full?");
                }
            }
        } catch (IOException e) {
            throw new UserError(file + " can't be written: " + e.getMessage(), e);
        }
    }
}
