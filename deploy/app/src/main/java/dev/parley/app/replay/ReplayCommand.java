package dev.parley.app.replay;

import dev.parley.app.client.Palette;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.Pipeline;
import dev.parley.streams.replay.Recording;
import dev.parley.streams.replay.Replay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays recorded conversations through today's topologies. */
@Command(
        name = "replay",
        description = {
            "Play a recorded conversation's log through today's topologies, and print where what"
                    + " they write differs from what was recorded. What engines said stands as it"
                    + " was recorded, but for the stages of --engines.",
            "Ends with 0 if nothing differs, 1 if something does, 2 if there is no such session."
        })
public final class ReplayCommand implements Callable<Integer> {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Parameters(
            paramLabel = "SESSION",
            arity = "0..1",
            description = "The session's id; may be left out with --from or --all.")
    private @Nullable String session;

    @Option(names = "--from", paramLabel = "FILE", description = "Replay what parley export wrote.")
    private @Nullable Path file;

    @Option(names = "--all", description = "Replay every session that is kept.")
    private boolean all;

    @Option(
            names = "--engines",
            paramLabel = "STAGE",
            split = ",",
            description =
                    "Run these stages anew with their engines: context, intent, authorization,"
                            + " tool, hearing (while its sound is kept).")
    private Set<String> engines = new TreeSet<>();

    @Option(names = "--json", description = "Print an object of JSON a session.")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory, instead of the one that is or was last in use.")
    private @Nullable Path data;

    @Option(names = "--no-color", description = "Print no colours.")
    private boolean noColor;

    @Spec private @Nullable CommandSpec spec;

    private final Engines available;

    public ReplayCommand(Engines available) {
        this.available = available;
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        check();
        ParleyConfig config = configuration.load().root();
        DifferenceView view = new DifferenceView(Palette.of(noColor, System.getenv()));
        List<Recording> recordings = recordings(new Recordings(config, data, err));
        boolean same = true;
        try (Engines.Loaded anew = available.load(engines, config)) {
            Replay replay = new Replay(Pipeline.topologies(config), anew.transforms());
            for (Recording recording : recordings) {
                Replay.Outcome outcome = replay.of(recording);
                same &= outcome.differences().isEmpty();
                if (json) {
                    out.println(DifferenceJson.of(recording, outcome));
                } else {
                    view.lines(recording, outcome).forEach(out::println);
                }
                out.flush();
            }
        }
        return same ? 0 : 1;
    }

    private void check() {
        if (session == null && file == null && !all) {
            throw new AskedWrongly("Name a session, or a file with --from, or say --all.");
        }
        if (all && (session != null || file != null)) {
            throw new AskedWrongly("--all goes without a session and without --from.");
        }
        for (String stage : engines) {
            if (!available.stages().contains(stage)) {
                throw new AskedWrongly(
                        "There is no stage "
                                + stage
                                + " to be run anew: --engines takes "
                                + String.join(", ", available.stages())
                                + ".");
            }
        }
        if (file != null && engines.contains("hearing")) {
            throw new AskedWrongly("A file holds no sound, so hearing can't be run anew from it.");
        }
    }

    private List<Recording> recordings(Recordings kept) {
        boolean sound = engines.contains("hearing");
        if (all) {
            return kept.all(sound);
        }
        if (file != null) {
            Recording recording = RecordingFile.read(file);
            if (session != null && !recording.session().equals(Recordings.id(session))) {
                throw new AskedWrongly(
                        file + " holds session " + recording.session() + ", not " + session + ".");
            }
            return List.of(recording);
        }
        return List.of(kept.one(Objects.requireNonNull(session), sound));
    }
}
