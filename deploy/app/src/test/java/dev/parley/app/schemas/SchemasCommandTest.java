package dev.parley.app.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.CommandLineRun;
import dev.parley.schemas.codec.SchemaCatalogue;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SchemasCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TURNS = "parley.turns-dev.parley.turn.Ended";

    @Test
    void listsIdsNamesVersionsAndTopics() {
        // When
        CommandLineRun run = CommandLineRun.of("schemas", "list");

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^id +name +version +topics$")
                .containsPattern(
                        "(?m)^38 +dev.parley.turn.Ended +1 +parley.conversation, parley.turns$");
    }

    @Test
    void showsASchemaByItsShortName() throws IOException {
        // When
        CommandLineRun run = CommandLineRun.of("schemas", "show", "turn.Ended");

        // Then
        assertThat(JSON.readTree(run.out()).path("namespace").asText())
                .isEqualTo("dev.parley.turn");
    }

    @Test
    void namesTheNearestOfAnUnknownType() {
        // When
        CommandLineRun run = CommandLineRun.of("schemas", "show", "turn.Endet");

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("did you mean turn.Ended?");
    }

    @Test
    void registersEverySchemaWithItsId() throws IOException {
        try (ScriptedRegistry registry = new ScriptedRegistry(true)) {
            // When
            CommandLineRun run = register(registry, "--user", "me:secret");

            // Then
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(registry.subjects.get(TURNS).get(1).path("id").asInt()).isEqualTo(38);
            assertThat(registry.subjects.values())
                    .flatExtracting(versions -> versions.values())
                    .extracting(schema -> schema.path("id").asInt())
                    .containsAll(
                            SchemaCatalogue.load().entries().stream()
                                    .map(SchemaCatalogue.Entry::id)
                                    .toList());
            assertThat(registry.modes.values()).containsOnly("READWRITE");
            assertThat(registry.lastAuthorization()).isEqualTo("Basic bWU6c2VjcmV0");
        }
    }

    @Test
    void leavesAloneWhatIsThereAlready() throws IOException {
        try (ScriptedRegistry registry = new ScriptedRegistry(true)) {
            // Given
            CommandLineRun first = register(registry);

            // When
            CommandLineRun second = register(registry);

            // Then
            assertThat(first.out()).contains(" 0 there already");
            assertThat(second.out()).startsWith("0 registered, ");
        }
    }

    @Test
    void refusesToGoOnWhereAnotherSchemaHasThePlace() throws IOException {
        try (ScriptedRegistry registry = new ScriptedRegistry(true)) {
            // Given
            register(registry);
            ((ObjectNode) registry.subjects.get(TURNS).get(1)).put("schema", "\"string\"");

            // When
            CommandLineRun run = register(registry);

            // Then
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("another schema", TURNS);
        }
    }

    @Test
    void saysWhatARegistryMustAllow() throws IOException {
        try (ScriptedRegistry registry = new ScriptedRegistry(false)) {
            // When
            CommandLineRun run = register(registry);

            // Then
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("Mode changes are not allowed", "mode.mutability");
            assertThat(registry.subjects).isEmpty();
        }
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        // Given
        ScriptedRegistry gone = new ScriptedRegistry(true);
        gone.close();

        // When
        CommandLineRun run = register(gone);

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("can't be reached");
    }

    private static CommandLineRun register(ScriptedRegistry registry, String... more) {
        String[] arguments =
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(
                                        "schemas", "register", "--url", registry.url().toString()),
                                java.util.stream.Stream.of(more))
                        .toArray(String[]::new);
        return CommandLineRun.of(arguments);
    }
}
