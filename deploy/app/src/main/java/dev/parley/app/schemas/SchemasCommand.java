package dev.parley.app.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.parley.app.UserError;
import dev.parley.app.config.NearestName;
import dev.parley.app.running.CommittedSchemas;
import dev.parley.app.text.Table;
import dev.parley.schemas.codec.SchemaCatalogue;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Prints the event schemas, or registers them with a schema registry. */
@Command(
        name = "schemas",
        description = "Print the event schemas, or register them with a schema registry.")
public final class SchemasCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaCatalogue catalogue = SchemaCatalogue.load();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        list(false);
    }

    @Command(name = "list", description = "List the schemas: id, name, version, topics.")
    void list(
            @Option(names = "--json", description = "Print a JSON array, an object per schema.")
                    boolean json) {
        out().print(json ? json() : table());
        out().flush();
    }

    @Command(name = "show", description = "Print the newest schema of a type as JSON.")
    void show(
            @Parameters(
                            paramLabel = "TYPE",
                            description =
                                    "Such as speech.Final, with or without dev.parley. before it.")
                    String type) {
        out().println(pretty(named(type).json()));
        out().flush();
    }

    @Command(
            name = "register",
            description = {
                "Put the same schemas with the same ids into a registry that speaks Confluent's"
                    + " API.",
                "What is there already is left alone; another schema under one of the ids is an"
                    + " error."
            })
    void register(
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            required = true,
                            description = "Its address.")
                    URI url,
            @Option(
                            names = "--user",
                            paramLabel = "USER:PASSWORD",
                            description =
                                    "Credentials; better in the environment, as"
                                        + " PARLEY_REGISTRY_USER.")
                    @Nullable String user)
            throws InterruptedException {
        String credentials = user != null ? user : System.getenv("PARLEY_REGISTRY_USER");
        int registered = 0;
        int known = 0;
        try (SchemaRegistry registry = new SchemaRegistry(url, credentials)) {
            for (SchemaCatalogue.Entry entry : catalogue.entries()) {
                for (String subject : CommittedSchemas.subjects(entry)) {
                    switch (registry.register(subject, entry)) {
                        case REGISTERED -> registered++;
                        case KNOWN -> known++;
                    }
                }
            }
        }
        out().printf("%d registered, %d there already%n", registered, known);
        out().flush();
    }

    private String table() {
        Table table = new Table("id", "name", "version", "topics");
        for (SchemaCatalogue.Entry entry : catalogue.entries()) {
            table.row(
                    Integer.toString(entry.id()),
                    entry.name(),
                    Integer.toString(entry.version()),
                    String.join(", ", CommittedSchemas.topics(entry)));
        }
        return table.toString();
    }

    private String json() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (SchemaCatalogue.Entry entry : catalogue.entries()) {
            ObjectNode one =
                    all.addObject()
                            .put("id", entry.id())
                            .put("name", entry.name())
                            .put("version", entry.version());
            ArrayNode topics = one.putArray("topics");
            CommittedSchemas.topics(entry).forEach(topics::add);
        }
        return all.toPrettyString() + System.lineSeparator();
    }

    private SchemaCatalogue.Entry named(String type) {
        return catalogue.entries().stream()
                .filter(
                        entry ->
                                entry.name().equals(type)
                                        || entry.name().equals("dev.parley." + type))
                .max(Comparator.comparingInt(SchemaCatalogue.Entry::version))
                .orElseThrow(() -> unknown(type));
    }

    private UserError unknown(String type) {
        List<String> names =
                catalogue.entries().stream()
                        .map(entry -> entry.name().substring("dev.parley.".length()))
                        .distinct()
                        .toList();
        String plain =
                type.startsWith("dev.parley.") ? type.substring("dev.parley.".length()) : type;
        return new UserError(
                "There is no schema of "
                        + type
                        + NearestName.among(names)
                                .to(plain)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(": parley schemas list names them."));
    }

    private static String pretty(String json) {
        try {
            return JSON.readTree(json).toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
