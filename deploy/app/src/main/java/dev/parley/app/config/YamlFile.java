package dev.parley.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Values from a YAML file, nested ({@code gateway:} / {@code http-port: 8001}) or flat ({@code
 * gateway.http-port: 8001}).
 */
record YamlFile(Path file) implements Source {
    private static final int MAX_DEPTH = 16;

    @Override
    public List<Given> read(PropertyTree tree, Consumer<String> problems) {
        try (var reader = Files.newBufferedReader(file)) {
            Node root = new Yaml(new LoaderOptions()).compose(reader);
            var reading = new Reading(problems);
            if (root != null) {
                reading.visit("", root, 0);
            }
            return reading.found;
        } catch (MarkedYAMLException malformed) {
            int line =
                    malformed.getProblemMark() == null ? 0 : malformed.getProblemMark().getLine();
            problems.accept("%s is no YAML: %s".formatted(at(line), malformed.getProblem()));
        } catch (YAMLException malformed) {
            problems.accept("%s is no YAML: %s".formatted(file, malformed.getMessage()));
        } catch (IOException unreadable) {
            problems.accept("%s can't be read: %s".formatted(file, reason(unreadable)));
        }
        return List.of();
    }

    private static String reason(IOException unreadable) {
        return switch (unreadable) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "access is denied";
            case java.nio.charset.CharacterCodingException _ -> "it isn't UTF-8 text";
            default -> String.valueOf(unreadable.getMessage());
        };
    }

    private String at(int line) {
        return "%s line %d".formatted(file, line + 1);
    }

    private final class Reading {
        private final Consumer<String> problems;
        private final List<Given> found = new ArrayList<>();
        private final Map<String, String> seen = new HashMap<>();

        Reading(Consumer<String> problems) {
            this.problems = problems;
        }

        void visit(String path, Node node, int depth) {
            String here = at(node.getStartMark().getLine());
            switch (node) {
                case MappingNode _ when depth > MAX_DEPTH ->
                        problems.accept("%s is nested too deeply".formatted(here));
                case MappingNode mapping -> {
                    for (NodeTuple entry : mapping.getValue()) {
                        String key =
                                entry.getKeyNode() instanceof ScalarNode name
                                        ? name.getValue()
                                        : "?";
                        visit(
                                path.isEmpty() ? key : path + "." + key,
                                entry.getValueNode(),
                                depth + 1);
                    }
                }
                case ScalarNode scalar -> add(Given.scalar(path, scalar.getValue(), here));
                case SequenceNode sequence -> add(new Given(path, items(sequence), true, here));
                default -> problems.accept("%s holds what can't be read".formatted(here));
            }
        }

        private void add(Given given) {
            String earlier = seen.put(given.path(), given.origin());
            if (earlier != null) {
                problems.accept(
                        "%s stands twice: %s and %s"
                                .formatted(given.path(), earlier, given.origin()));
            }
            found.add(given);
        }

        private List<String> items(SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(item -> item instanceof ScalarNode scalar ? scalar.getValue() : "?")
                    .toList();
        }
    }
}
