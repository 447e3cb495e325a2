package dev.parley.app.scenario;

import dev.parley.app.config.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Takes nodes of one YAML file apart, and notes what is wrong with them by file and line. */
final class YamlReading {
    private final Path file;
    private final List<String> problems = new ArrayList<>();

    YamlReading(Path file) {
        this.file = file;
    }

    List<String> problems() {
        return problems;
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    void problem(int line, String what) {
        problems.add("%s line %d: %s".formatted(file, line, what));
    }

    void problem(Node node, String what) {
        problem(line(node), what);
    }

    static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** The text of a scalar; empty, and a problem, for anything else. */
    String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !isNothing(node)) {
            return scalar.getValue();
        }
        problem(node, what + " must be a text");
        return "";
    }

    /** A text, or the texts of a list. */
    List<String> texts(Node node, String what) {
        return items(node).stream().map(item -> text(item, what)).toList();
    }

    /** The items of a list; anything else is a list of one. */
    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }

    /** Name and node of each entry, in their order. */
    Map<String, Node> entries(Node node, String what) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple each : mapping.getValue()) {
                String name = text(each.getKeyNode(), "a key");
                if (entries.put(name, each.getValueNode()) != null) {
                    problem(each.getKeyNode(), name + " stands twice");
                }
            }
        } else if (!isNothing(node)) {
            problem(node, what + " must be a mapping");
        }
        return entries;
    }

    /** A mapping whose keys are known. */
    Keys keys(Node node, String what, String... known) {
        return new Keys(node, what, List.of(known));
    }

    /** What is not among the names that are known, and which of these was perhaps meant. */
    String unknown(String what, String name, Iterable<String> known) {
        TreeSet<String> names = new TreeSet<>();
        known.forEach(names::add);
        return NearestName.among(names)
                .to(name)
                .map(
                        nearest ->
                                "there is no %s %s: did you mean %s?"
                                        .formatted(what, name, nearest))
                .orElseGet(
                        () ->
                                "there is no %s %s: it is one of %s"
                                        .formatted(what, name, String.join(", ", names)));
    }

    final class Keys {
        private final Node node;
        private final Map<String, Node> entries;

        private Keys(Node node, String what, List<String> known) {
            this.node = node;
            this.entries = entries(node, what);
            if (node instanceof MappingNode mapping) {
                for (NodeTuple each : mapping.getValue()) {
                    if (each.getKeyNode() instanceof ScalarNode key
                            && !known.contains(key.getValue())) {
                        problem(key, unknown("key", key.getValue(), known));
                    }
                }
            }
        }

        Node node() {
            return node;
        }

        boolean has(String key) {
            return entries.containsKey(key);
        }

        /** Those that are there, in their order. */
        List<String> names() {
            return List.copyOf(entries.keySet());
        }

        Optional<Node> node(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        Optional<String> text(String key) {
            return node(key).map(value -> YamlReading.this.text(value, key));
        }

        List<String> texts(String key) {
            return node(key).map(value -> YamlReading.this.texts(value, key)).orElse(List.of());
        }
    }
}
