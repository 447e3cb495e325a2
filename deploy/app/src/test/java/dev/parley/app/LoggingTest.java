package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @AfterEach
    void putBack() {
        context.reset();
        new Logging().configure(context);
    }

    @Test
    void movesParleysLinesAndTheLibrariesWarningsToAFile(@TempDir Path directory)
            throws IOException {
        // When
        Path file = Logging.toFileIn(directory);
        LoggerFactory.getLogger("dev.parley.app.Up").info("ready");
        LoggerFactory.getLogger("org.apache.kafka.Broker").info("chatter");
        LoggerFactory.getLogger("org.apache.kafka.Broker").warn("the disk is slow");
        context.stop();

        // Then
        assertThat(Files.readString(file))
                .contains("INFO", "ready", "WARN", "the disk is slow")
                .doesNotContain("chatter");
    }

    @Test
    void isQuietOnTheConsoleOtherwise() {
        assertThat(context.getLogger("org.apache.kafka.Broker").isInfoEnabled()).isFalse();
        assertThat(context.getLogger("org.apache.kafka.Broker").isWarnEnabled()).isTrue();
    }
}
