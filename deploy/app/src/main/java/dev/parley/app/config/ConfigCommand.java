package dev.parley.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints every property with its value, unit and source. */
@Command(
        name = "config",
        description = "Print every property with its value, unit and source; secrets stay hidden.")
public final class ConfigCommand implements Runnable {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--json", description = "Print a JSON array, an object per property.")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out =
                spec == null
                        ? new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8)
                        : spec.commandLine().getOut();
        List<Configuration.Entry> entries = configuration.load().entries();
        out.print(json ? json(entries) : table(entries));
        out.flush();
    }

    private static String json(List<Configuration.Entry> entries) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(entries)
                    + System.lineSeparator();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String table(List<Configuration.Entry> entries) {
        int property = width(entries, Configuration.Entry::property, "property");
        int value = width(entries, Configuration.Entry::value, "value");
        int unit = width(entries, Configuration.Entry::unit, "unit");
        int source = width(entries, Configuration.Entry::source, "source");
        String row =
                "%-" + property + "s  %-" + value + "s  %-" + unit + "s  %-" + source + "s  %s";
        var table = new StringBuilder();
        table.append(
                        row.formatted("property", "value", "unit", "source", "what it is")
                                .stripTrailing())
                .append(System.lineSeparator());
        for (Configuration.Entry entry : entries) {
            table.append(
                            row.formatted(
                                            entry.property(),
                                            entry.value(),
                                            entry.unit(),
                                            entry.source(),
                                            entry.description())
                                    .stripTrailing())
                    .append(System.lineSeparator());
        }
        return table.toString();
    }

    private static int width(
            List<Configuration.Entry> entries,
            Function<Configuration.Entry, String> column,
            String heading) {
        return entries.stream()
                .map(column)
                .mapToInt(String::length)
                .reduce(heading.length(), Math::max);
    }
}
