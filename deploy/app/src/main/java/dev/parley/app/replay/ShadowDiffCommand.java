package dev.parley.app.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.client.Palette;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.replay.Agreement;
import dev.parley.streams.replay.Recorded;
import dev.parley.streams.replay.Recording;
import dev.parley.streams.stage.Shadow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints how far a stage and its shadows agree, and where they don't. */
@Command(
        name = "diff",
        description = {
            "Print how far a stage and its shadow agree, and the events in which they differ: what"
                    + " the stage said, then what its shadow said.",
            "How sure they were, and by what way, is shown but doesn't count."
        })
final class ShadowDiffCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Parameters(paramLabel = "STAGE", description = "The stage, such as intent.")
    private String stage = "";

    @Option(names = "--json", description = "Print an object of JSON a shadow.")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory, instead of the one that is or was last in use.")
    private @Nullable Path data;

    @Option(names = "--no-color", description = "Print no colours.")
    private boolean noColor;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        Topic side =
                Topics.shadowOf(stage)
                        .orElseThrow(
                                () -> new AskedWrongly("Stage " + stage + " can't have a shadow."));
        List<Recording> recordings =
                new Recordings(configuration.load().root(), data, err).all(false);
        List<Recorded> first = new ArrayList<>();
        Map<String, List<Recorded>> shadows = new TreeMap<>();
        for (Recording recording : recordings) {
            recording.records().stream()
                    .filter(each -> each.envelope().id().writer().equals(stage))
                    .filter(each -> !each.topic().equals(Topics.CONVERSATION))
                    .filter(each -> side.carries(each.envelope().event().getClass()))
                    .forEach(first::add);
            for (Recorded each : recording.of(side)) {
                shadows.computeIfAbsent(each.envelope().id().writer(), missing -> new ArrayList<>())
                        .add(each);
            }
        }
        if (shadows.isEmpty()) {
            throw new AskedWrongly(
                    "No shadow of "
                            + stage
                            + " has written anything yet: parley up --shadow "
                            + stage
                            + "=NAME runs one.");
        }
        shadows.forEach(
                (writer, second) -> {
                    String name = writer.substring(Shadow.writerPrefix(stage).length());
                    Agreement agreement = Agreement.between(first, second);
                    if (json) {
                        out.println(json(name, agreement));
                    } else {
                        print(name, agreement, out);
                    }
                });
        out.flush();
    }

    private void print(String name, Agreement agreement, PrintWriter out) {
        DifferenceView view = new DifferenceView(Palette.of(noColor, System.getenv()));
        agreement.differences().forEach(each -> view.lines(each).forEach(out::println));
        out.printf(
                Locale.ROOT,
                "%s and its shadow %s agree on %d of %d events (%.1f %%)%s%n",
                stage,
                name,
                agreement.compared() - agreement.differences().size(),
                agreement.compared(),
                100 * agreement.share(),
                agreement.unanswered() == 0
                        ? ""
                        : "; " + agreement.unanswered() + " it didn't answer");
    }

    private ObjectNode json(String name, Agreement agreement) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("stage", stage)
                        .put("shadow", name)
                        .put("compared", agreement.compared())
                        .put("unanswered", agreement.unanswered())
                        .put("agreement", agreement.share());
        json.set("differences", DifferenceJson.of(agreement.differences()));
        return json;
    }
}
