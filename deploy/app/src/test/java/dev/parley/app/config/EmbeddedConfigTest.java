package dev.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.config.EmbeddedConfig.OwnRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedConfigTest {
    @ParameterizedTest
    @CsvSource({
        "redis://cache, cache, 6379, ''",
        "redis://127.0.0.1:7000, 127.0.0.1, 7000, ''",
        "redis://:open%20sesame@cache:7000, cache, 7000, open sesame"
    })
    void readsWhereARedisOfOnesOwnIs(String url, String host, int port, String password) {
        assertThat(with(url).ownRedis()).isEqualTo(new OwnRedis(host, port, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cache:6379", "http://cache", "redis://", "redis://me:you@cache", "a b"})
    void refusesWhatIsNoRedis(String url) {
        assertThatThrownBy(() -> with(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://");
    }

    @Test
    void neverShowsThePassword() {
        EmbeddedConfig config = with("redis://:sesame@cache");

        assertThat(config + " " + config.ownRedis()).doesNotContain("sesame");
    }

    private static EmbeddedConfig with(String redis) {
        return new EmbeddedConfig(0, 0, 0, redis);
    }
}
