package dev.parley.app.topics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.config.ConfigurationOptions;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.RetentionConfig;
import dev.parley.app.text.Table;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the catalogue of topics. */
@Command(
        name = "topics",
        description = "Print the catalogue of topics; topics tail NAME prints decoded records.",
        subcommands = {TailCommand.class, CreateCommand.class})
public final class TopicsCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--json", description = "Print a JSON array, an object per topic.")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    private RetentionConfig retention = RetentionConfig.defaults();

    private final SchemaCatalogue schemas = SchemaCatalogue.load();

    @Override
    public void run() {
        ParleyConfig config = configuration.load().root();
        int partitions = config.partitions();
        retention = config.retention();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(json ? json(partitions) : table(partitions));
        out.flush();
    }

    private String table(int partitions) {
        Table table = new Table("topic", "key", "partitions", "retention", "cleanup", "types");
        for (Topic topic : Topics.all()) {
            table.row(
                    topic.fullName(),
                    lower(topic.key()),
                    Integer.toString(partitions),
                    retention(topic),
                    lower(topic.cleanup()),
                    types(topic).stream()
                            .map(type -> type.substring("dev.parley.".length()))
                            .collect(Collectors.joining(", ")));
        }
        return table.toString();
    }

    private String json(int partitions) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Topic topic : Topics.all()) {
            ObjectNode one =
                    all.addObject().put("topic", topic.fullName()).put("key", lower(topic.key()));
            ArrayNode types = one.putArray("types");
            types(topic).forEach(types::add);
            one.put("partitions", partitions)
                    .put(
                            "retentionMillis",
                            retention.of(topic).isNegative() ? -1 : retention.of(topic).toMillis())
                    .put("cleanup", lower(topic.cleanup()));
        }
        return all.toPrettyString() + System.lineSeparator();
    }

    /** The Avro names of what the topic carries. */
    private List<String> types(Topic topic) {
        return schemas.entries().stream()
                .filter(
                        entry ->
                                entry.type() != null
                                        && Event.class.isAssignableFrom(entry.type())
                                        && topic.carries(entry.type().asSubclass(Event.class)))
                .map(SchemaCatalogue.Entry::name)
                .distinct()
                .toList();
    }

    private String retention(Topic topic) {
        Duration kept = retention.of(topic);
        if (kept.equals(Topic.UNLIMITED)) {
            return "for ever";
        }
        return kept.toHours() < 24
                ? kept.toMinutes() + " min"
                : kept.toDays() + (kept.toDays() == 1 ? " day" : " days");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
