package dev.parley.app.config;

import dev.parley.connectors.gateway.GatewayConfig;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.connectors.gateway.turns.TextTurnsConfig;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.hearing.HearingConfig;
import dev.parley.streams.stage.Setting;
import dev.parley.streams.synthesis.SynthesisConfig;
import dev.parley.streams.turn.TurnConfig;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The root of the configuration: what the whole of Parley shares, then a record per stage. */
public record ParleyConfig(
        @Setting("the directory that holds everything Parley keeps") Path data,
        @Setting("the time zone of a user who has said nothing else") ZoneId zone,
        @Setting(
                        "partitions of every topic; fixed for the life of an installation; 32 with"
                                + " parley run")
                int partitions,
        GatewayConfig gateway,
        TextTurnsConfig api,
        GrpcConfig grpc,
        HearingConfig hearing,
        TurnConfig turn,
        DialogueConfig dialogue,
        SynthesisConfig synthesis,
        EnginesConfig engines,
        ToolsConfig tools,
        EmbeddedConfig embedded,
        ServersConfig servers,
        RunConfig run,
        RetentionConfig retention,
        ShadowConfig shadow) {

    private static final int DEPLOYED_PARTITIONS = 32;

    public ParleyConfig {
        if (partitions < 1 || partitions > 1000) {
            throw new IllegalArgumentException("partitions must be 1 to 1000");
        }
        if (retention.disk() < RetentionConfig.least(partitions)) {
            throw new IllegalArgumentException(
                    "retention.disk must be at least "
                            + ByteSize.show(RetentionConfig.least(partitions))
                            + " for "
                            + partitions
                            + " partitions");
        }
    }

    public static ParleyConfig defaults() {
        return new ParleyConfig(
                Path.of(System.getProperty("parley.home", ""), "data").toAbsolutePath(),
                ZoneId.systemDefault(),
                4,
                GatewayConfig.defaults(),
                TextTurnsConfig.defaults(),
                GrpcConfig.defaults(),
                HearingConfig.defaults(),
                TurnConfig.defaults(),
                DialogueConfig.defaults(),
                SynthesisConfig.defaults(),
                EnginesConfig.defaults(),
                ToolsConfig.defaults(),
                EmbeddedConfig.defaults(),
                ServersConfig.defaults(),
                RunConfig.defaults(),
                RetentionConfig.defaults(),
                ShadowConfig.defaults());
    }

    /** The defaults of an installation whose processes run apart. */
    public static ParleyConfig deployed() {
        return defaults().with(Map.of("partitions", Integer.toString(DEPLOYED_PARTITIONS)));
    }

    /** Every property with what it is and what it would be by default; secrets are hidden. */
    public List<Configuration.Entry> shown() {
        Map<String, String> defaults =
                Configuration.load(defaults(), List.of()).entries().stream()
                        .collect(
                                Collectors.toMap(
                                        Configuration.Entry::property, Configuration.Entry::value));
        return Configuration.load(this, List.of()).entries().stream()
                .map(
                        entry ->
                                new Configuration.Entry(
                                        entry.property(),
                                        entry.value(),
                                        defaults.getOrDefault(entry.property(), ""),
                                        entry.unit(),
                                        entry.source(),
                                        entry.description(),
                                        entry.variable(),
                                        entry.secret()))
                .toList();
    }

    /** Where the demo keeps what it does: beside the data, so that it meets nobody's own. */
    public Path demoData() {
        return data.resolveSibling(data.getFileName() + "-demo");
    }

    /** The same with its data elsewhere. */
    public ParleyConfig in(Path elsewhere) {
        return with(Map.of("data", elsewhere.toString()));
    }

    /** The same on whichever ports are free, beside another Parley. */
    public ParleyConfig onAnyPort() {
        return with(
                Map.of(
                        "gateway.http-port", "0",
                        "gateway.voice-port", "0",
                        "grpc.agent-port", "0",
                        "grpc.stt-port", "0",
                        "grpc.tts-port", "0",
                        "grpc.tools-port", "0",
                        "embedded.kafka-port", "0",
                        "embedded.postgres-port", "0",
                        "embedded.redis-port", "0"));
    }

    /**
     * The same with some properties set, as a flag would set them.
     *
     * @throws ConfigurationException that says all that is wrong
     */
    public ParleyConfig with(Map<String, String> properties) {
        return Configuration.load(this, List.of(new Flags(properties, "in the code"))).root();
    }
}
