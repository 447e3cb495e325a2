package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.RedisUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

public class UpCommandTest {
    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]*");

    /** The flags that a message names; {@code parley up} must offer them. */
    public static List<String> offeredFlagsIn(String message) {
        List<String> named = FLAG.matcher(message).results().map(MatchResult::group).toList();
        assertThat(CommandSpec.forAnnotatedObject(new UpCommand()).optionsMap().keySet())
                .as("what up offers")
                .containsAll(named);
        return named;
    }

    @Test
    void offersTheFlagThatCuresAMissingRedis(@TempDir Path data) {
        // Given
        String architecture = System.getProperty("os.arch");
        System.setProperty("os.arch", "abacus");
        try {
            // When
            RedisUnavailableException missing =
                    catchThrowableOfType(
                            RedisUnavailableException.class, () -> EmbeddedRedis.version(data));

            // Then
            assertThat(missing).hasMessageContaining("abacus");
            assertThat(offeredFlagsIn(missing.getMessage())).containsExactly("--redis");
        } finally {
            System.setProperty("os.arch", architecture);
        }
    }

    @Test
    void namesTheFlagAsItWasGiven() {
        // When
        CommandLineRun run = CommandLineRun.of("up", "--kafka-port", "70000", "--redis", "nowhere");

        // Then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("embedded.kafka-port is 70000 (flag --kafka-port)")
                .doesNotContain("\tat ");
        assertThat(CommandLineRun.of("up", "--redis", "nowhere").err())
                .contains("embedded.redis is (secret) (flag --redis)");
    }
}
