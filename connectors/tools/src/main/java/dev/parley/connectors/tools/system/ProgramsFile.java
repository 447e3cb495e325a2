package dev.parley.connectors.tools.system;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The approved programs of a YAML file: a mapping from each tool's name to what it is. Which keys
 * there are, docs/sandbox.md tells; a key that isn't known is an error.
 */
public final class ProgramsFile {
    /** What a file approves. */
    public enum Kind {
        ACTIONS(Set.of("argv", "where", "environment")),
        SCRIPTS(Set.of("argv", "path", "sha256")),
        MODULES(Set.of("argv", "path", "sha256"));

        private static final Set<String> OF_ALL =
                Set.of("description", "arguments", "network", "sensitive", "idempotent", "seconds");

        private final Set<String> own;

        Kind(Set<String> own) {
            this.own = own;
        }

        private boolean knows(String key) {
            return own.contains(key) || OF_ALL.contains(key);
        }
    }

    private static final int LONGEST = 1 << 20;

    private ProgramsFile() {}

    /**
     * @throws IllegalArgumentException if it can't be read, with what is wrong
     */
    public static List<ApprovedProgram> read(Path file, Kind kind) {
        try (Reader reader = Files.newBufferedReader(file)) {
            if (Files.size(file) > LONGEST) {
                throw new IllegalArgumentException(file + " is too long");
            }
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            List<ApprovedProgram> programs = new ArrayList<>();
            for (Map.Entry<String, Object> entry : mapping(file + "", root).entrySet()) {
                programs.add(
                        program(entry.getKey(), mapping(entry.getKey(), entry.getValue()), kind));
            }
            return List.copyOf(programs);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e, e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(file + " is no YAML: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static ApprovedProgram program(String name, Map<String, Object> entry, Kind kind) {
        for (String key : entry.keySet()) {
            if (!kind.knows(key)) {
                throw new IllegalArgumentException(name + ": there is no " + key);
            }
        }
        if (kind != Kind.ACTIONS && entry.get("path") == null) {
            throw new IllegalArgumentException(name + ": path is missing");
        }
        Object path = entry.get("path");
        Object hash = entry.get("sha256");
        Object seconds = entry.get("seconds");
        return new ApprovedProgram(
                name,
                String.valueOf(entry.getOrDefault("description", "")),
                new ArgvTemplate(texts(name, "argv", entry.get("argv")), patterns(name, entry)),
                path == null ? null : Path.of(String.valueOf(path)),
                hash == null ? null : String.valueOf(hash),
                kind == Kind.ACTIONS && desktop(name, entry.get("where")),
                texts(name, "environment", entry.get("environment")),
                flag(name, "network", entry),
                flag(name, "sensitive", entry),
                flag(name, "idempotent", entry),
                seconds == null ? null : seconds(name, seconds));
    }

    private static boolean desktop(String name, @Nullable Object where) {
        return switch (String.valueOf(where)) {
            case "desktop" -> true;
            case "sandbox", "null" -> false;
            default -> throw new IllegalArgumentException(name + ": where is sandbox or desktop");
        };
    }

    private static Duration seconds(String name, Object value) {
        if (value instanceof Integer whole) {
            return Duration.ofSeconds(whole);
        }
        throw new IllegalArgumentException(name + ": seconds must be a whole number");
    }

    private static boolean flag(String name, String key, Map<String, Object> entry) {
        Object value = entry.getOrDefault(key, false);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException(name + ": " + key + " must be true or false");
    }

    private static Map<String, Pattern> patterns(String name, Map<String, Object> entry) {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        if (entry.get("arguments") != null) {
            mapping(name + ": arguments", entry.get("arguments"))
                    .forEach((key, value) -> patterns.put(key, pattern(name, key, value)));
        }
        return patterns;
    }

    private static Pattern pattern(String name, String key, Object value) {
        try {
            return Pattern.compile(String.valueOf(value));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    name + ": " + key + " is no pattern: " + e.getDescription(), e);
        }
    }

    private static List<String> texts(String name, String key, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new IllegalArgumentException(name + ": " + key + " must be a list");
    }

    private static Map<String, Object> mapping(String what, @Nullable Object value) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> pairs)) {
            throw new IllegalArgumentException(what + " must be a mapping");
        }
        pairs.forEach((key, each) -> mapping.put(String.valueOf(key), each));
        return mapping;
    }
}
