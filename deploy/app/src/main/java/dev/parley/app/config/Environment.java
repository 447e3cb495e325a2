package dev.parley.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Values from environment variables: {@code PARLEY_GATEWAY_HTTP_PORT}. */
record Environment(Map<String, String> variables) implements Source {
    private static final String PREFIX = "PARLEY_";

    /** What the launcher, {@link ConfigurationOptions} and the clients read themselves. */
    private static final Set<String> NO_PROPERTIES =
            Set.of(
                    "PARLEY_CONFIG",
                    "PARLEY_JVM_OPTIONS",
                    "PARLEY_BUILDING",
                    "PARLEY_TOKEN",
                    "PARLEY_SPEECH_DATA");

    /** Kubernetes tells every pod where the services are, among them those called parley-… */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    static String variable(String path) {
        return PREFIX + path.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public List<Given> read(PropertyTree tree, Consumer<String> problems) {
        Map<String, String> paths = new TreeMap<>();
        tree.properties().forEach(property -> paths.put(property.variable(), property.path()));
        List<Given> found = new ArrayList<>();
        new TreeMap<>(variables)
                .forEach(
                        (name, text) -> {
                            String path = paths.get(name);
                            if (path != null && !isServiceAddress(name, text)) {
                                found.add(Given.scalar(path, text, "environment " + name));
                            } else if (path == null && isMeantForParley(name, text)) {
                                problems.accept(
                                        "there is no property for the environment variable "
                                                + name
                                                + NearestName.among(paths.keySet())
                                                        .to(name)
                                                        .map("; did you mean %s?"::formatted)
                                                        .orElse(""));
                            }
                        });
        return found;
    }

    private static boolean isMeantForParley(String name, String text) {
        return name.startsWith(PREFIX)
                && !NO_PROPERTIES.contains(name)
                && !isServiceAddress(name, text)
                && !name.matches(".*_SERVICE_(HOST|PORT(_.*)?)")
                && !name.matches(".*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");
    }

    private static boolean isServiceAddress(String name, String text) {
        return SERVICE_LINK.matcher(name).matches() && SERVICE_ADDRESS.matcher(text).matches();
    }
}
