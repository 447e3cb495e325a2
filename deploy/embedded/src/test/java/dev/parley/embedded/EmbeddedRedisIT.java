package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
    @TempDir Path folder;

    @Test
    void keepsItsValuesOverARestart() throws IOException {
        // Given
        try (var redis = EmbeddedRedis.start(folder);
                var client = new RedisClient(redis.port())) {
            client.ask("AUTH " + redis.password());
            client.ask("SET kept word");
        }

        // When
        try (var redis = EmbeddedRedis.start(folder);
                var client = new RedisClient(redis.port())) {
            client.ask("AUTH " + redis.password());

            // Then
            assertThat(client.ask("GET kept")).isEqualTo("word");
        }
    }

    @Test
    void refusesAWrongPasswordAndStrangersFromOutside() throws IOException {
        try (var redis = EmbeddedRedis.start(folder);
                var client = new RedisClient(redis.port())) {
            // Then
            assertThat(client.ask("SET other word")).startsWith("-NOAUTH");
            assertThat(client.ask("AUTH guess")).startsWith("-WRONGPASS");
            assertThat(Reach.onLoopback(redis.port())).isTrue();
            assertThat(Reach.beyondLoopback(redis.port())).isFalse();
            for (var file : new String[] {"secrets/redis", "redis/redis.conf"}) {
                assertThat(Files.getPosixFilePermissions(folder.resolve(file)))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }
}
