package dev.parley.app.scenario;

import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what is expected. */
final class ExpectationReader {
    private static final SortedSet<String> TYPES = EventTypes.all();

    private final YamlReading yaml;
    private final BiFunction<String, Node, String> client;

    /**
     * @param client checks a client's name
     */
    ExpectationReader(YamlReading yaml, BiFunction<String, Node, String> client) {
        this.yaml = yaml;
        this.client = client;
    }

    /**
     * @param at the client at which it is looked for where none is named; null for any
     */
    List<Expectation> list(Node node, @Nullable String at) {
        List<Expectation> list = new ArrayList<>();
        for (Node item : YamlReading.items(node)) {
            one(item, at).ifPresent(list::add);
        }
        return list;
    }

    private Optional<Expectation> one(Node node, @Nullable String at) {
        YamlReading.Keys keys =
                yaml.keys(node, "what is expected", "intent", "call", "reply", "event", "order");
        if (keys.names().size() != 1) {
            yaml.problem(node, "one of intent, call, reply, event, order must stand here");
            return Optional.empty();
        }
        String kind = keys.names().getFirst();
        Node what = keys.node(kind).orElseThrow();
        int line = YamlReading.line(node);
        return switch (kind) {
            case "intent" -> Optional.of(intent(line, what, at));
            case "call" -> Optional.of(call(line, what, at));
            case "reply" -> Optional.of(reply(line, what, at));
            case "event" -> Optional.of(event(line, what, at));
            case "order" -> Optional.of(new Expectation.InOrder(line, list(what, at)));
            default -> Optional.empty();
        };
    }

    private Expectation intent(int line, Node node, @Nullable String at) {
        if (!(node instanceof MappingNode)) {
            return new Expectation.Understood(line, at, null, name(node), Map.of(), Map.of());
        }
        YamlReading.Keys keys =
                yaml.keys(node, "intent", "name", "slots", "confidence", "source", "at", "times");
        Map<String, TextMatch> fields = new LinkedHashMap<>();
        for (String field : List.of("confidence", "source")) {
            keys.node(field).ifPresent(each -> fields.put(field, exact(each)));
        }
        return new Expectation.Understood(
                line,
                at(keys, at),
                times(keys),
                keys.node("name").map(this::name).orElse(TextMatch.ANY),
                fields(keys, "slots"),
                fields);
    }

    private Expectation call(int line, Node node, @Nullable String at) {
        if (!(node instanceof MappingNode)) {
            return new Expectation.Called(line, at, null, name(node), Map.of());
        }
        YamlReading.Keys keys = yaml.keys(node, "call", "tool", "arguments", "at", "times");
        return new Expectation.Called(
                line,
                at(keys, at),
                times(keys),
                keys.node("tool").map(this::name).orElse(TextMatch.ANY),
                fields(keys, "arguments"));
    }

    private Expectation reply(int line, Node node, @Nullable String at) {
        if (!(node instanceof MappingNode)) {
            return new Expectation.Replied(
                    line,
                    at,
                    null,
                    YamlReading.isNothing(node)
                            ? TextMatch.ANY
                            : TextMatch.containing(yaml.texts(node, "reply")));
        }
        YamlReading.Keys keys =
                yaml.keys(
                        node,
                        "reply",
                        "contains",
                        "any",
                        "not",
                        "matches",
                        "exactly",
                        "at",
                        "times");
        return new Expectation.Replied(line, at(keys, at), times(keys), match(keys));
    }

    private Expectation event(int line, Node node, @Nullable String at) {
        if (!(node instanceof MappingNode)) {
            return new Expectation.EventAlike(line, at, null, null, type(node), Map.of());
        }
        YamlReading.Keys keys = yaml.keys(node, "event", "topic", "type", "fields", "at", "times");
        return new Expectation.EventAlike(
                line,
                at(keys, at),
                times(keys),
                keys.node("topic").map(this::topic).orElse(null),
                keys.node("type").map(this::type).orElse(null),
                fields(keys, "fields"));
    }

    private @Nullable Topic topic(Node node) {
        String name = yaml.text(node, "topic");
        Optional<Topic> topic = Topics.named(name);
        if (topic.isEmpty()) {
            yaml.problem(
                    node,
                    yaml.unknown(
                            "topic", name, Topics.ofEvents().stream().map(Topic::name).toList()));
        }
        return topic.orElse(null);
    }

    private String type(Node node) {
        String name = yaml.text(node, "type");
        if (!TYPES.contains(name)) {
            yaml.problem(node, yaml.unknown("type of event", name, TYPES));
        }
        return name;
    }

    private Map<String, TextMatch> fields(YamlReading.Keys keys, String key) {
        Map<String, TextMatch> fields = new LinkedHashMap<>();
        keys.node(key)
                .ifPresent(
                        node ->
                                yaml.entries(node, key)
                                        .forEach((name, each) -> fields.put(name, exact(each))));
        return fields;
    }

    /** A name, or a match of it; nothing is any. */
    private TextMatch name(Node node) {
        return YamlReading.isNothing(node) ? TextMatch.ANY : exact(node);
    }

    private TextMatch exact(Node node) {
        if (!(node instanceof MappingNode)) {
            return TextMatch.exactly(
                    YamlReading.isNothing(node) ? "" : yaml.text(node, "what is expected"));
        }
        return match(
                yaml.keys(
                        node,
                        "what is expected",
                        "contains",
                        "any",
                        "not",
                        "matches",
                        "exactly",
                        "at-least",
                        "at-most",
                        "absent"));
    }

    private TextMatch match(YamlReading.Keys keys) {
        return new TextMatch(
                keys.texts("contains"),
                keys.texts("any"),
                keys.texts("not"),
                parsed(keys, "matches", "a regular expression", ExpectationReader::pattern),
                keys.text("exactly").orElse(null),
                parsed(keys, "at-least", "a number", BigDecimal::new),
                parsed(keys, "at-most", "a number", BigDecimal::new),
                keys.text("absent").map(Boolean::parseBoolean).orElse(false));
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private @Nullable Integer times(YamlReading.Keys keys) {
        return parsed(keys, "times", "a whole number", Integer::valueOf);
    }

    private <T> @Nullable T parsed(
            YamlReading.Keys keys, String key, String what, Function<String, T> parse) {
        Optional<Node> node = keys.node(key);
        if (node.isEmpty()) {
            return null;
        }
        try {
            return parse.apply(yaml.text(node.get(), key));
        } catch (NumberFormatException | PatternSyntaxException e) {
            yaml.problem(node.get(), key + " must be " + what);
            return null;
        }
    }

    private @Nullable String at(YamlReading.Keys keys, @Nullable String otherwise) {
        Optional<Node> node = keys.node("at");
        if (node.isEmpty()) {
            return otherwise;
        }
        String name = yaml.text(node.get(), "at");
        return name.equals("any") ? null : client.apply(name, node.get());
    }
}
