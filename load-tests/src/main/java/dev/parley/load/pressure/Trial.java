package dev.parley.load.pressure;

import dev.parley.app.Logging;
import dev.parley.app.config.RetentionConfig;
import dev.parley.app.running.BrokerTopics;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.load.scale.Engine;
import dev.parley.load.scale.FixedKey;
import dev.parley.load.scale.HearingGroup;
import dev.parley.load.scale.LagWatch;
import dev.parley.load.scale.Listener;
import dev.parley.load.scale.Script;
import dev.parley.load.scale.Speakers;
import dev.parley.load.scale.Tones;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.SessionId;
import dev.parley.streams.stage.EventWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A broker of its own, one {@code hearing} process, and an engine that falters for a while. */
final class Trial {
    /** Without a final, after the last word was said. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Sizes sizes;
    private final Path folder;
    private final Consumer<String> out;

    /**
     * @param out takes what goes on, line by line
     */
    Trial(Sizes sizes, Path folder, Consumer<String> out) {
        this.sizes = sizes;
        this.folder = folder;
        this.out = out;
    }

    Outcome run() throws IOException, InterruptedException {
        Logging.onlyErrorsOf(EmbeddedKafka.LOGGERS);
        try (EmbeddedKafka broker =
                EmbeddedKafka.start(
                        folder.resolve("broker"),
                        EmbeddedKafka.Settings.DEFAULT.unguarded().outliving())) {
            new BrokerTopics(
                            broker.clientProperties(),
                            sizes.partitions(),
                            RetentionConfig.defaults())
                    .ensure();
            Wire wire = new Wire(new FixedKey());
            try (EventWriter writer = new EventWriter(wire, broker.clientProperties())) {
                return run(broker, wire, writer);
            }
        }
    }

    private Outcome run(EmbeddedKafka broker, Wire wire, EventWriter writer)
            throws IOException, InterruptedException {
        Path slow = folder.resolve("slow");
        Engine engine =
                new Engine.Falters(sizes.threads(), sizes.callMillis(), sizes.times(), slow);
        Map<SessionId, Script> scripts = scripts();
        try (HearingGroup hearing =
                new HearingGroup(broker.bootstrap(), sizes.partitions(), folder, engine)) {
            hearing.add(1);
            Listener listener =
                    new Listener(wire, broker.clientProperties(), sizes.partitions(), scripts);
            Speakers speakers = new Speakers(writer, scripts);
            LagWatch lag = new LagWatch(hearing, speakers);
            Thread speaking = Thread.ofPlatform().name("speakers").daemon().start(speakers::speak);
            Thread.sleep(sizes.before());
            long written = speakers.written();
            Files.createFile(slow);
            out.accept("the engine is slow");
            Thread.sleep(sizes.slow());
            Files.delete(slow);
            Instant recovered = Instant.now();
            long slowRecords = speakers.written() - written;
            out.accept(
                    "the engine has recovered; %d records were said meanwhile"
                            .formatted(slowRecords));
            speaking.join();
            out.accept("all is said");
            listener.awaitFinals(PATIENCE);
            boolean alive = hearing.alive();
            long resident = hearing.residentBytes().getFirst();
            lag.close();
            listener.close();
            return new Outcome(
                    alive,
                    resident,
                    lag.peaks(),
                    slowRecords,
                    speakers.latest(),
                    listener.verdict(),
                    Waits.longest(listener.arrivals().values()),
                    Waits.catchingUp(listener.arrivals().values(), recovered));
        }
    }

    /** Sessions begin to speak at different times. */
    private Map<SessionId, Script> scripts() {
        Map<SessionId, Script> scripts = new LinkedHashMap<>();
        for (int i = 0; i < sizes.sessions(); i++) {
            scripts.put(
                    SessionId.on(i % sizes.partitions(), "pressed-" + i),
                    new Tones(sizes.utterances(), 300 + i * 37L % 75 * 20));
        }
        return scripts;
    }
}
