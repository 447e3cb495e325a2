package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.codec.SchemaCatalogue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * The build after this one, as far as these tests need it: an event of the gateway, one of the
 * dialogue and the dialogue's state have a field more, and the dialogue says results in other
 * words. Made from this build's sources, in a folder that comes first on the class path.
 */
final class NextBuild {
    /** How this build and the next begin the answer to a sum. */
    static final String BEFORE = "The answer is ";

    static final String AFTER = "That makes ";

    private static final int FIRST_ID = 9001;
    private static final Path SOURCES = Path.of("../..");
    private static final String SCHEMAS = "META-INF/parley/";

    private final Path folder;
    private final List<String> index = new ArrayList<>();

    private NextBuild(Path folder) {
        this.folder = folder;
    }

    /**
     * @return its class path
     */
    static String in(Path folder) throws IOException {
        NextBuild build = new NextBuild(folder);
        List<Path> changed =
                List.of(
                        build.changed(
                                "schemas/src/main/java/dev/parley/schemas/event/Control.java",
                                "record TextSubmitted(Personal<String> text) implements Control {}",
                                """
                                record TextSubmitted(Personal<String> text, @Nullable String keyboard)
                                        implements Control {
                                    public TextSubmitted(Personal<String> text) {
                                        this(text, "qwerty");
                                    }
                                }
                                """),
                        build.changed(
                                "schemas/src/main/java/dev/parley/schemas/event/Reply.java",
                                "            @Nullable Voicing voicing)\n"
                                        + "            implements Reply {\n",
                                """
                                            @Nullable Voicing voicing, @Nullable String mood)
                                            implements Reply {
                                        public Sentence(ReplyId reply, TurnId turn, int index,
                                                Personal<String> text, boolean last,
                                                @Nullable Voicing voicing) {
                                            this(reply, turn, index, text, last, voicing, "merry");
                                        }

                                """),
                        build.changed(
                                "streams/src/main/java/dev/parley/streams/dialogue/DialogueState.java",
                                "        @Nullable Voice voice) {\n",
                                """
                                        @Nullable Voice voice,
                                        @Nullable Integer remembered) {
                                    DialogueState(@Nullable UserId user, String zone,
                                            List<OpenTurn> open, List<Speaking> speaking,
                                            List<TimerId> rung, List<Speaking> cancelled,
                                            List<Said> said, @Nullable Client client,
                                            @Nullable Interruption interruption,
                                            @Nullable Focus focus, @Nullable Voice voice) {
                                        this(user, zone, open, speaking, rung, cancelled, said,
                                                client, interruption, focus, voice, said.size());
                                    }
                                """),
                        build.changed(
                                "streams/src/main/java/dev/parley/streams/dialogue/Phrases.java",
                                "\"" + BEFORE + "\"",
                                "\"" + AFTER + "\""));
        build.compile(changed);
        build.added("dev.parley.control.TextSubmitted", "keyboard", "string");
        build.added("dev.parley.reply.Sentence", "mood", "string");
        build.added("dev.parley.state.DialogueState", "remembered", "int");
        Files.write(folder.resolve(SCHEMAS).resolve("schemas.tsv"), build.index);
        return folder + File.pathSeparator + System.getProperty("java.class.path");
    }

    private Path changed(String source, String from, String to) throws IOException {
        String text = Files.readString(SOURCES.resolve(source));
        assertThat(text).as(source).containsOnlyOnce(from);
        Path file = folder.resolve("sources").resolve(source);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.replace(from, to));
    }

    private void compile(List<Path> sources) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-nowarn",
                                "-proc:none",
                                "-parameters",
                                "-d",
                                folder.toString(),
                                "-cp",
                                System.getProperty("java.class.path")));
        sources.forEach(source -> arguments.add(source.toString()));
        assertThat(
                        ToolProvider.getSystemJavaCompiler()
                                .run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private void added(String name, String field, String type) throws IOException {
        SchemaCatalogue.Entry last =
                SchemaCatalogue.load().entries().stream()
                        .filter(entry -> entry.name().equals(name))
                        .max((a, b) -> Integer.compare(a.version(), b.version()))
                        .orElseThrow();
        ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(last.json());
        ObjectNode added = ((ArrayNode) schema.get("fields")).addObject();
        added.put("name", field).putArray("type").add("null").add(type);
        added.putNull("default");
        int version = last.version() + 1;
        Path file = folder.resolve(SCHEMAS + "avro/" + name + ".v" + version + ".avsc");
        Files.createDirectories(file.getParent());
        Files.writeString(file, schema.toString());
        index.add(
                "%d\t%s\t%d\t%s"
                        .formatted(FIRST_ID + index.size(), name, version, last.type().getName()));
    }
}
