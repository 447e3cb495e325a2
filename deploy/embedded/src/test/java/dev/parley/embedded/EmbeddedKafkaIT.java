package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    @TempDir Path folder;

    @Test
    void keepsItsRecordsOverARestart() throws Exception {
        // Given
        try (var kafka = EmbeddedKafka.start(folder)) {
            var client = new KafkaClient(kafka.clientProperties());
            client.create("kept");
            client.write("kept", "before");
        }

        // When
        try (var kafka = EmbeddedKafka.start(folder)) {
            var client = new KafkaClient(kafka.clientProperties());
            client.write("kept", "after");

            // Then
            assertThat(client.read("kept")).containsExactly("before", "after");
        }
    }

    @Test
    void refusesAWrongPasswordAndStrangersFromOutside() {
        try (var kafka = EmbeddedKafka.start(folder)) {
            // Given
            var wrong = new HashMap<>(kafka.clientProperties());
            wrong.computeIfPresent(
                    "sasl.jaas.config",
                    (key, login) -> login.replaceAll("password=\"[^\"]*\"", "password=\"guess\""));
            var none = new HashMap<String, String>();
            none.put("bootstrap.servers", kafka.bootstrap());
            none.put("default.api.timeout.ms", "1000");
            none.put("request.timeout.ms", "500");

            // Then
            assertThatThrownBy(() -> new KafkaClient(wrong).create("secret"))
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> new KafkaClient(none).create("secret"))
                    .isInstanceOf(Exception.class);
            for (int port : kafka.ports()) {
                assertThat(Reach.onLoopback(port)).isTrue();
                assertThat(Reach.beyondLoopback(port)).isFalse();
            }
        }
    }

    @Test
    void letsEverybodyInWhenUnguarded() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT.unguarded())) {
            // Given
            var client = new KafkaClient(kafka.clientProperties());

            // When
            client.create("open");
            client.write("open", "word");

            // Then
            assertThat(client.read("open")).containsExactly("word");
            assertThat(kafka.clientProperties()).doesNotContainKey("sasl.jaas.config");
        }
    }

    @Test
    void tellsOfAFatalFaultInsteadOfEndingTheJvm() {
        try (var kafka = EmbeddedKafka.start(folder)) {
            // When
            assertThatThrownBy(() -> Exit.halt(1, "the disk is gone"))
                    .isInstanceOf(IllegalStateException.class);

            // Then
            assertThat(kafka.fault().toCompletableFuture())
                    .isCompletedWithValue("the disk is gone");
        }
    }

    @Test
    void saysSoWhenItIsNotReadyInTimeAndCanBeStartedAgain() {
        // Given
        var hasty =
                new EmbeddedKafka.Settings(
                        0, true, Duration.ofMillis(1), Duration.ofMillis(200), Map.of());

        // When
        assertThatThrownBy(() -> EmbeddedKafka.start(folder, hasty))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("not ready within");

        // Then
        try (var kafka = EmbeddedKafka.start(folder)) {
            assertThat(kafka.bootstrap()).startsWith("127.0.0.1:");
        }
    }
}
