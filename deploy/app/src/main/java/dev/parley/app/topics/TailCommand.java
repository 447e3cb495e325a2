package dev.parley.app.topics;

import dev.parley.app.UserError;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.NearestName;
import dev.parley.app.config.ParleyConfig;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a topic's records, decoded. */
@Command(
        name = "tail",
        description = {
            "Print a topic's records, decoded: partition@offset, time, id, type, session, fields.",
            "Of a running Parley, the last ten and then what comes, until Ctrl-C; when none runs,"
                    + " all that the last up or demo left, from the start."
        })
public final class TailCommand implements Runnable {
    private static final int LAST = 10;

    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Parameters(paramLabel = "NAME", description = "The topic, with or without parley. before it.")
    private String name = "";

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "Only this session's records, in order.")
    private @Nullable String session;

    @Option(names = "--json", description = "Print an object of JSON a line.")
    private boolean json;

    @Option(names = "--once", description = "End with what is there, also while a Parley runs.")
    private boolean once;

    @ArgGroup private @Nullable Beginning beginning;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory, instead of the one that is or was last in use.")
    private @Nullable Path data;

    @Spec private @Nullable CommandSpec spec;

    /** Where to begin. */
    static final class Beginning {
        @Option(names = "--from-start", description = "Begin with the oldest record.")
        private boolean fromStart;

        @Option(names = "--last", paramLabel = "N", description = "Begin with the last N records.")
        private @Nullable Integer last;
    }

    @Override
    public void run() {
        Topic topic = topic(name);
        SessionId wanted = session(session);
        if (beginning != null && beginning.last != null && beginning.last < 0) {
            throw new UserError("--last takes 0 or more records, not " + beginning.last + ".");
        }
        ParleyConfig config = configuration.load().root();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        RecordForm form = new RecordForm(SchemaCatalogue.load(), config.zone());
        Consumer<TopicRecord> print =
                record -> {
                    out.println(json ? form.json(record) : form.line(record));
                    out.flush();
                };
        try (KeptRecords records =
                        KeptRecords.open(
                                folder(config),
                                line -> {
                                    err.println("parley: " + line);
                                    err.flush();
                                });
                RecordReader reader = records.reader(topic, wanted)) {
            if (beginning != null ? beginning.fromStart : !records.live()) {
                reader.fromStart(print);
            } else {
                int last = beginning == null || beginning.last == null ? LAST : beginning.last;
                reader.last(last).forEach(print);
            }
            if (records.live() && !once) {
                reader.follow(() -> !out.checkError(), print);
            }
        } catch (KafkaException e) {
            throw new UserError(
                    "The broker stopped answering ("
                            + e.getMessage()
                            + "): look whether Parley still runs, then try again.",
                    e);
        }
    }

    static Topic topic(String name) {
        Topic topic =
                Topics.named(name)
                        .orElseThrow(
                                () ->
                                        new UserError(
                                                "There is no topic "
                                                        + name
                                                        + nearest(name)
                                                                .map(
                                                                        near ->
                                                                                "; did you mean "
                                                                                        + near
                                                                                        + "?")
                                                                .orElse(
                                                                        ": parley topics lists"
                                                                                + " them.")));
        if (!Topics.ofEvents().contains(topic)) {
            throw new UserError(
                    topic.fullName() + " holds no events: parley schemas lists this build's.");
        }
        return topic;
    }

    private static java.util.Optional<String> nearest(String name) {
        List<String> names =
                Stream.concat(
                                Topics.ofEvents().stream().map(Topic::name),
                                Topics.ofEvents().stream().map(Topic::fullName))
                        .toList();
        return NearestName.among(names).to(name);
    }

    private static @Nullable SessionId session(@Nullable String id) {
        try {
            return id == null ? null : new SessionId(id);
        } catch (IllegalArgumentException e) {
            throw new UserError(id + " is no session's id: one looks like s2-abcdef.", e);
        }
    }

    private Path folder(ParleyConfig config) {
        if (data != null) {
            return data;
        }
        return KeptRecords.current(List.of(config.data(), config.demoData())).orElse(config.data());
    }
}
