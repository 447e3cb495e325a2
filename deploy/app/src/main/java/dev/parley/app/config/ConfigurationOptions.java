package dev.parley.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of every command that needs the configuration; a picocli mixin.
 *
 * <p>The file is the one of {@code --config}, else of {@code PARLEY_CONFIG}, else {@code
 * parley.yaml} in the working directory, where there is one.
 */
public final class ConfigurationOptions {
    private static final Path USUAL_FILE = Path.of("parley.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file (default: $PARLEY_CONFIG, then parley.yaml).")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "PROPERTY=VALUE",
            description = "Set a property; may be repeated. parley config lists them.")
    private Map<String, String> set = new LinkedHashMap<>();

    /**
     * @throws ConfigurationException that says all that is wrong
     */
    public Configuration<ParleyConfig> load() {
        return load(ParleyConfig.defaults(), System.getenv(), Map.of());
    }

    /**
     * @param ownFlags what the command's own flags say, by property: {@code gateway.host} → {@code
     *     0.0.0.0} for {@code --host}, as a flag has the last name of its property
     * @throws ConfigurationException that says all that is wrong
     */
    public Configuration<ParleyConfig> load(Map<String, String> ownFlags) {
        return load(ParleyConfig.defaults(), System.getenv(), ownFlags);
    }

    /**
     * For an installation whose processes run apart.
     *
     * @param ownFlags as in {@link #load(Map)}
     * @throws ConfigurationException that says all that is wrong
     */
    public Configuration<ParleyConfig> loadDeployed(Map<String, String> ownFlags) {
        return load(ParleyConfig.deployed(), System.getenv(), ownFlags);
    }

    <T extends Record> Configuration<T> load(
            T defaults, Map<String, String> environment, Map<String, String> ownFlags) {
        List<Source> sources = new ArrayList<>();
        String named = environment.getOrDefault("PARLEY_CONFIG", "");
        if (file != null) {
            sources.add(new YamlFile(file));
        } else if (!named.isBlank()) {
            sources.add(new YamlFile(Path.of(named)));
        } else if (Files.exists(USUAL_FILE)) {
            sources.add(new YamlFile(USUAL_FILE));
        }
        sources.add(new Environment(environment));
        sources.add(new Flags(set, "--set"));
        ownFlags.forEach(
                (property, text) ->
                        sources.add(
                                new Flags(
                                        Map.of(property, text),
                                        "--" + property.substring(property.lastIndexOf('.') + 1))));
        return Configuration.load(defaults, sources);
    }
}
