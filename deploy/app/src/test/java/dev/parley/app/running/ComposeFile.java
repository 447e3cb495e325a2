package dev.parley.app.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml}, with its anchors resolved. */
record ComposeFile(Map<String, Service> services) {
    static ComposeFile read() throws IOException {
        Map<?, ?> root =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(Files.readString(Path.of("../../docker-compose.yml")));
        Map<String, Service> services = new LinkedHashMap<>();
        ((Map<?, ?>) root.get("services"))
                .forEach(
                        (name, fields) ->
                                services.put((String) name, new Service((Map<?, ?>) fields)));
        return new ComposeFile(services);
    }

    /** Those that run Parley's own image. */
    Map<String, Service> parley() {
        return services.entrySet().stream()
                .filter(service -> service.getValue().image().startsWith("parley/"))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                Map.Entry::getValue,
                                (one, other) -> one,
                                LinkedHashMap::new));
    }

    /** One service. */
    record Service(Map<?, ?> fields) {
        String image() {
            return (String) fields.get("image");
        }

        List<String> command() {
            return ((List<?>) fields.get("command")).stream().map(String.class::cast).toList();
        }

        Map<String, String> environment() {
            Map<String, String> variables = new LinkedHashMap<>();
            if (fields.get("environment") instanceof Map<?, ?> given) {
                given.forEach((name, value) -> variables.put((String) name, (String) value));
            }
            return variables;
        }

        /** The names of the services that it waits for, with what it waits for of them. */
        Map<String, String> dependsOn() {
            Map<String, String> waits = new LinkedHashMap<>();
            if (fields.get("depends_on") instanceof Map<?, ?> given) {
                given.forEach(
                        (name, how) ->
                                waits.put(
                                        (String) name,
                                        (String) ((Map<?, ?>) how).get("condition")));
            }
            return waits;
        }

        Optional<Map<?, ?>> healthcheck() {
            return Optional.ofNullable((Map<?, ?>) fields.get("healthcheck"));
        }

        Optional<Object> limit(String of) {
            return Optional.ofNullable(fields.get("deploy"))
                    .map(deploy -> ((Map<?, ?>) deploy).get("resources"))
                    .map(resources -> ((Map<?, ?>) resources).get("limits"))
                    .map(limits -> ((Map<?, ?>) limits).get(of));
        }
    }
}
