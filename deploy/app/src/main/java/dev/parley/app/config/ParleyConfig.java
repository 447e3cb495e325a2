package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import java.nio.file.Path;
import java.time.ZoneId;

/** The root of the configuration: what the whole of Parley shares, then a record per stage. */
public record ParleyConfig(
        @Setting("the directory that holds everything Parley keeps") Path data,
        @Setting("the address to listen on; anything but loopback is open to the network")
                String host,
        @Setting("the time zone of a user who has said nothing else") ZoneId zone) {

    public ParleyConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must be an address or a name");
        }
    }

    public static ParleyConfig defaults() {
        return new ParleyConfig(
                Path.of(System.getProperty("parley.home", ""), "data").toAbsolutePath(),
                "127.0.0.1",
                ZoneId.systemDefault());
    }
}
