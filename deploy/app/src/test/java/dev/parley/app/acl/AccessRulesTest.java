package dev.parley.app.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.CommandLineRun;
import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.Pipeline;
import dev.parley.streams.auditing.Auditing;
import dev.parley.streams.authorization.Authorization;
import dev.parley.streams.context.Contexts;
import dev.parley.streams.hearing.Hearing;
import dev.parley.streams.intent.Intents;
import dev.parley.streams.stage.Stage;
import dev.parley.streams.synthesis.Synthesis;
import dev.parley.streams.tool.Tools;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessRulesTest {
    private static final Path COMMITTED =
            Path.of("src/main/resources/dev/parley/app/acl", AccessRules.FILE);
    private static final String HEAD =
            """
            # What each stage may do on the broker, and nothing else: user, resource, pattern, name, operations.
            # It follows from the stages; -Dparley.docs.write=true in AccessRulesTest writes it anew.
            """;
    private static final List<Class<? extends Stage>> TRANSFORMS =
            List.of(
                    Hearing.class,
                    Contexts.class,
                    Intents.class,
                    Authorization.class,
                    Tools.class,
                    Synthesis.class,
                    Auditing.class);

    static List<Stage> stages() throws ReflectiveOperationException {
        List<Stage> stages = new ArrayList<>(Pipeline.topologies(ParleyConfig.defaults()));
        for (Class<? extends Stage> transform : TRANSFORMS) {
            stages.add(withoutPorts(transform));
        }
        return stages;
    }

    /** What a stage says of itself needs none of its ports. */
    private static Stage withoutPorts(Class<? extends Stage> transform)
            throws ReflectiveOperationException {
        Constructor<?> constructor = transform.getConstructors()[0];
        Object[] ports =
                Arrays.stream(constructor.getParameterTypes())
                        .map(
                                type ->
                                        type.isInterface()
                                                ? Proxy.newProxyInstance(
                                                        type.getClassLoader(),
                                                        new Class<?>[] {type},
                                                        (proxy, method, arguments) -> null)
                                                : null)
                        .toArray();
        return (Stage) constructor.newInstance(ports);
    }

    private static String derived() throws ReflectiveOperationException {
        List<AccessRule> rules = new ArrayList<>(StageRules.ofTheGateway());
        for (Stage stage : stages()) {
            rules.addAll(StageRules.of(stage));
        }
        StringBuilder lines = new StringBuilder(HEAD);
        new TreeSet<>(rules.stream().map(AccessRule::line).toList())
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    @Test
    void theFileIsWhatFollowsFromTheStages() throws Exception {
        // When
        String derived = derived();
        if (Boolean.getBoolean("parley.docs.write")) {
            Files.writeString(COMMITTED, derived);
        }

        // Then
        assertThat(Files.readString(COMMITTED)).isEqualTo(derived);
    }

    @Test
    void everyStageHasRules() throws Exception {
        // When
        List<String> users =
                AccessRules.ofThisBuild().all().stream().map(AccessRule::user).distinct().toList();

        // Then
        assertThat(users)
                .containsAll(stages().stream().map(stage -> StageRules.user(stage.name())).toList())
                .contains("parley-gateway");
    }

    @Test
    void nobodyButItsStageWritesWhatMustBeTrusted() {
        assertThat(writersOf("parley.tool.calls")).containsExactly("parley-authorization");
        assertThat(writersOf("parley.audit")).containsExactly("parley-audit");
        assertThat(writersOf("parley.conversation")).containsExactly("parley-sequence");
        assertThat(writersOf("parley.control")).containsExactly("parley-gateway");
    }

    private static List<String> writersOf(String topic) {
        return AccessRules.ofThisBuild().all().stream()
                .filter(rule -> rule.name().equals(topic))
                .filter(rule -> rule.operations().contains(AclOperation.WRITE))
                .map(AccessRule::user)
                .toList();
    }

    @Test
    void printsWhatItReads(@TempDir Path folder) throws IOException {
        // Given
        String line = "parley-turn\ttopic\tliteral\tparley.turns\twrite,describe";
        Path file = Files.writeString(folder.resolve("rules.tsv"), "# mine\n\n" + line + "\n");

        // When
        CommandLineRun run = CommandLineRun.of("acl", "--file", file.toString());

        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(AccessRule.parse(run.out().strip())).isEqualTo(AccessRule.parse(line));
    }

    @Test
    void namesALineThatIsNotUnderstood() {
        for (String line :
                List.of("one\ttwo", "u\ttopic\tliteral\tt\tfly", "u\tmoon\tliteral\tt\tread")) {
            assertThatThrownBy(() -> AccessRules.parse(List.of(line)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(line);
        }
    }
}
