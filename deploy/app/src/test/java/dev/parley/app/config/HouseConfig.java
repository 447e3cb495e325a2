package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tree to try the configuration on: it holds a property of every type. */
record HouseConfig(Path data, ZoneId zone, DoorConfig door, EarConfig ear) {
    static HouseConfig defaults() {
        return new HouseConfig(
                Path.of("data"), ZoneId.of("UTC"), DoorConfig.defaults(), EarConfig.defaults());
    }

    enum Voice {
        LOW_AND_SLOW,
        HIGH
    }

    record DoorConfig(
            @Setting("the port of the API") int httpPort,
            @Setting(unit = "bytes") long maxMessage,
            @Setting(value = "who may come in", secret = true) String token,
            Optional<URI> issuer,
            @Nullable Path certificate,
            List<String> origins) {
        DoorConfig {
            if (httpPort < 0 || httpPort > 65_535) {
                throw new IllegalArgumentException("httpPort must be 0 to 65535");
            }
        }

        static DoorConfig defaults() {
            return new DoorConfig(8000, 1 << 20, "", Optional.empty(), null, List.of());
        }
    }

    record EarConfig(
            Duration silence,
            Duration longest,
            @Setting(unit = "dB") double threshold,
            boolean partials,
            Voice voice) {
        EarConfig {
            if (silence.compareTo(longest) > 0) {
                throw new IllegalArgumentException("a pause can't be longer than all of it");
            }
        }

        static EarConfig defaults() {
            return new EarConfig(
                    Duration.ofMillis(700), Duration.ofSeconds(30), -42.5, true, Voice.HIGH);
        }
    }
}
