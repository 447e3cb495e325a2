package dev.parley.app.scenario;

import dev.parley.app.config.ConfigurationException;
import dev.parley.app.config.DurationText;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.scenario.Scenario.Action;
import dev.parley.app.scenario.Scenario.Step;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a scenario's file; {@code docs/scenarios.md} describes it. */
final class ScenarioReader {
    static final LocalDateTime USUAL_START = LocalDateTime.of(2026, 11, 23, 9, 0);
    static final ZoneId USUAL_ZONE = ZoneId.of("Europe/Berlin");
    private static final double USUAL_CONFIDENCE = 0.95;
    private static final int USUAL_WORDS = 3;
    private static final List<String> ACTIONS =
            List.of(
                    "user",
                    "heard",
                    "interrupts",
                    "cancels",
                    "wait",
                    "arrives",
                    "returns",
                    "leaves",
                    "drops");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,19}");

    private final Path file;
    private final Set<String> tools;
    private final YamlReading yaml;
    private final ExpectationReader expectations;
    private List<String> users = List.of("user");

    /** Where a client stands after the steps that were read so far. */
    private final Set<String> gone = new HashSet<>();

    private final Set<String> connected = new HashSet<>();

    private ScenarioReader(Path file, Set<String> tools) {
        this.file = file;
        this.tools = tools;
        this.yaml = new YamlReading(file);
        this.expectations = new ExpectationReader(yaml, this::client);
    }

    /**
     * @param tools the names of the tools that there are
     * @throws MalformedScenarioException with all that is wrong with it
     */
    static Scenario read(Path file, Set<String> tools) {
        String text;
        try {
            text = Files.readString(file);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new MalformedScenarioException("There is no file " + file + ".");
        } catch (IOException e) {
            throw new MalformedScenarioException(file + " can't be read: " + e.getMessage());
        }
        return new ScenarioReader(file, tools).read(new StringReader(text));
    }

    private Scenario read(Reader reader) {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(reader);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new MalformedScenarioException(
                    "%s line %d is no YAML: %s".formatted(file, line, e.getProblem()));
        } catch (YAMLException e) {
            throw new MalformedScenarioException(file + " is no YAML: " + e.getMessage());
        }
        if (root == null) {
            throw new MalformedScenarioException(file + " is empty.");
        }
        Scenario scenario = scenario(root);
        if (!yaml.problems().isEmpty()) {
            throw new MalformedScenarioException(yaml.problems());
        }
        return scenario;
    }

    private Scenario scenario(Node root) {
        YamlReading.Keys keys =
                yaml.keys(
                        root,
                        "a scenario",
                        "name",
                        "about",
                        "users",
                        "zone",
                        "start",
                        "settings",
                        "tools",
                        "steps",
                        "never");
        if (keys.text("name").orElse("").isBlank()) {
            yaml.problem(root, "name is missing");
        }
        users(keys);
        ZoneId zone = parsed(keys, "zone", "an IANA time zone", ZoneId::of).orElse(USUAL_ZONE);
        LocalDateTime start =
                parsed(
                                keys,
                                "start",
                                "a moment such as 2026-11-23T09:00",
                                text -> LocalDateTime.parse(text.strip().replace(' ', 'T')))
                        .orElse(USUAL_START);
        List<Expectation> never =
                keys.node("never").map(node -> expectations.list(node, null)).orElse(List.of());
        return new Scenario(
                file,
                keys.text("name").orElse(""),
                zone,
                start.atZone(zone).toInstant(),
                users,
                settings(keys),
                keys.node("tools").map(this::tools).orElse(Map.of()),
                steps(keys),
                never);
    }

    private void users(YamlReading.Keys keys) {
        Optional<Node> node = keys.node("users");
        if (node.isEmpty()) {
            return;
        }
        users = yaml.texts(node.get(), "users");
        if (users.isEmpty()) {
            yaml.problem(node.get(), "users must name one at least");
            users = List.of("user");
        }
        for (String user : users) {
            if (!NAME.matcher(user).matches()) {
                yaml.problem(
                        node.get(), "a user's name is 1 to 20 small letters and digits: " + user);
            }
        }
    }

    private Map<String, String> settings(YamlReading.Keys keys) {
        Map<String, String> settings = new LinkedHashMap<>();
        keys.node("settings")
                .ifPresent(
                        node ->
                                yaml.entries(node, "settings")
                                        .forEach(
                                                (name, value) ->
                                                        settings.put(
                                                                name, yaml.text(value, name))));
        try {
            ParleyConfig unused = ParleyConfig.defaults().with(settings);
        } catch (ConfigurationException e) {
            yaml.problem(keys.node("settings").orElse(keys.node()), "settings: " + e.getMessage());
        }
        return settings;
    }

    private Map<String, ToolScript> tools(Node node) {
        Map<String, ToolScript> scripts = new LinkedHashMap<>();
        yaml.entries(node, "tools")
                .forEach(
                        (name, does) -> {
                            if (!tools.contains(name)) {
                                yaml.problem(does, yaml.unknown("tool", name, tools));
                            }
                            script(does).ifPresent(script -> scripts.put(name, script));
                        });
        return scripts;
    }

    private Optional<ToolScript> script(Node node) {
        if (node instanceof MappingNode) {
            YamlReading.Keys keys = yaml.keys(node, "a tool", "refuses", "answers");
            if (keys.has("refuses")) {
                return keys.text("refuses").map(ToolScript.Refuses::new);
            }
            Map<String, String> result = new LinkedHashMap<>();
            keys.node("answers")
                    .ifPresent(
                            answers ->
                                    yaml.entries(answers, "answers")
                                            .forEach(
                                                    (key, value) ->
                                                            result.put(
                                                                    key, yaml.text(value, key))));
            return Optional.of(new ToolScript.Answers(result));
        }
        return switch (yaml.text(node, "what a tool does")) {
            case "silent" -> Optional.of(new ToolScript.Silent());
            case "breaks" -> Optional.of(new ToolScript.Breaks());
            default -> {
                yaml.problem(node, "a tool is silent, breaks, refuses: …, or answers: …");
                yield Optional.empty();
            }
        };
    }

    private List<Step> steps(YamlReading.Keys keys) {
        Optional<Node> node = keys.node("steps");
        if (node.isEmpty() || !(node.get() instanceof SequenceNode sequence)) {
            yaml.problem(node.orElse(keys.node()), "steps must be a list");
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (Node each : sequence.getValue()) {
            step(each, steps).ifPresent(steps::add);
        }
        if (steps.isEmpty()) {
            yaml.problem(node.get(), "there is no step");
        }
        return steps;
    }

    private Optional<Step> step(Node node, List<Step> before) {
        List<String> known = new ArrayList<>(ACTIONS);
        known.addAll(List.of("as", "expect", "never"));
        YamlReading.Keys keys = yaml.keys(node, "a step", known.toArray(String[]::new));
        List<String> actions = keys.names().stream().filter(ACTIONS::contains).toList();
        if (actions.size() != 1) {
            yaml.problem(
                    node, "a step has one of " + String.join(", ", ACTIONS) + ", not " + actions);
            return Optional.empty();
        }
        Optional<Action> action = action(actions.getFirst(), keys, before);
        String actor = action.map(ScenarioReader::actor).orElse(null);
        List<Expectation> expected =
                keys.node("expect").map(each -> expectations.list(each, actor)).orElse(List.of());
        List<Expectation> never =
                keys.node("never").map(each -> expectations.list(each, null)).orElse(List.of());
        return action.map(it -> new Step(YamlReading.line(node), it, expected, never));
    }

    private static @Nullable String actor(Action action) {
        return switch (action) {
            case Action.Turn turn -> turn.client();
            case Action.Cancels(String client, int after) -> client;
            case Action.Arrives(String client) -> client;
            case Action.Leaves(String client) -> client;
            case Action.Drops(String client) -> client;
            case Action.Waits waits -> null;
            case Action.WaitsUntil waits -> null;
        };
    }

    private Optional<Action> action(String name, YamlReading.Keys keys, List<Step> before) {
        Node node = keys.node(name).orElseThrow();
        if (keys.has("as") && !List.of("user", "heard", "interrupts", "cancels").contains(name)) {
            yaml.problem(node, "as belongs to what somebody says; name the client behind " + name);
        }
        return switch (name) {
            case "user" -> Optional.of(new Action.Types(speaker(keys), yaml.text(node, name)));
            case "heard" -> {
                Utterance heard = utterance(node, "text", "confidence");
                yield Optional.of(
                        new Action.Speaks(speaker(keys), heard.text(), heard.confidence()));
            }
            case "interrupts" -> {
                Utterance heard = utterance(node, "text", "confidence", "after");
                yield Optional.of(
                        new Action.Interrupts(
                                interrupter(keys, node, before),
                                heard.text(),
                                heard.confidence(),
                                heard.after()));
            }
            case "cancels" -> {
                int after =
                        YamlReading.isNothing(node)
                                ? USUAL_WORDS
                                : after(yaml.keys(node, name, "after"));
                yield Optional.of(new Action.Cancels(interrupter(keys, node, before), after));
            }
            case "wait" -> wait(node);
            case "arrives", "returns" -> Optional.of(new Action.Arrives(arriving(node)));
            case "leaves" -> Optional.of(new Action.Leaves(leaving(node)));
            default -> Optional.of(new Action.Drops(leaving(node)));
        };
    }

    private record Utterance(String text, double confidence, int after) {}

    private Utterance utterance(Node node, String... known) {
        if (!(node instanceof MappingNode)) {
            return new Utterance(yaml.text(node, "what is heard"), USUAL_CONFIDENCE, USUAL_WORDS);
        }
        YamlReading.Keys keys = yaml.keys(node, "what is heard", known);
        if (!keys.has("text")) {
            yaml.problem(node, "text is missing");
        }
        double confidence =
                parsed(keys, "confidence", "a number from 0 to 1", Double::parseDouble)
                        .orElse(USUAL_CONFIDENCE);
        if (!(confidence >= 0 && confidence <= 1)) {
            yaml.problem(node, "confidence must be a number from 0 to 1");
        }
        return new Utterance(keys.text("text").orElse(""), confidence, after(keys));
    }

    private int after(YamlReading.Keys keys) {
        return parsed(keys, "after", "a number of words", Integer::parseUnsignedInt)
                .orElse(USUAL_WORDS);
    }

    private Optional<Action> wait(Node node) {
        if (node instanceof MappingNode) {
            YamlReading.Keys keys = yaml.keys(node, "wait", "until");
            if (!keys.has("until")) {
                yaml.problem(node, "wait takes a duration, or until: a moment");
            }
            return parsed(keys, "until", "a time such as 07:30 or 2026-11-24T07:30", When::parse)
                    .map(Action.WaitsUntil::new);
        }
        try {
            Duration duration = DurationText.parse(yaml.text(node, "wait"));
            return Optional.of(new Action.Waits(duration));
        } catch (IllegalArgumentException | ArithmeticException e) {
            yaml.problem(node, "wait must be " + DurationText.ALLOWED);
            return Optional.empty();
        }
    }

    private String speaker(YamlReading.Keys keys) {
        String name =
                keys.node("as")
                        .map(node -> client(yaml.text(node, "as"), node))
                        .orElse(users.getFirst());
        if (gone.contains(name)) {
            yaml.problem(keys.node(), name + " isn't there: it hasn't returned");
        }
        connected.add(name);
        return name;
    }

    private String interrupter(YamlReading.Keys keys, Node node, List<Step> before) {
        String name = speaker(keys);
        if (before.isEmpty()) {
            yaml.problem(node, "there is nothing to be interrupted before the first step");
        }
        return name;
    }

    private String named(Node node) {
        return YamlReading.isNothing(node)
                ? users.getFirst()
                : client(yaml.text(node, "a client"), node);
    }

    private String arriving(Node node) {
        String name = named(node);
        if (!connected.add(name)) {
            yaml.problem(node, name + " is there already");
        }
        gone.remove(name);
        return name;
    }

    private String leaving(Node node) {
        String name = named(node);
        if (!connected.remove(name)) {
            yaml.problem(node, name + " isn't there, so it can't leave");
        }
        gone.add(name);
        return name;
    }

    /** Checks a client's name: that of a user, perhaps with one of its own. */
    private String client(String name, Node node) {
        String[] parts = name.split("@", -1);
        if (!users.contains(parts[0])) {
            yaml.problem(node, yaml.unknown("user", parts[0], users));
        }
        if (parts.length > 2 || (parts.length == 2 && !NAME.matcher(parts[1]).matches())) {
            yaml.problem(node, "a client is a user, or user@device");
        }
        return name;
    }

    private interface Parse<T> {
        T apply(String text);
    }

    private <T> Optional<T> parsed(YamlReading.Keys keys, String key, String what, Parse<T> parse) {
        Optional<Node> node = keys.node(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(yaml.text(node.get(), key)));
        } catch (DateTimeException | IllegalArgumentException e) {
            yaml.problem(node.get(), key + " must be " + what);
            return Optional.empty();
        }
    }

    /** All scenarios' files in what was named, in the order of their names. */
    static List<Path> files(List<Path> named) {
        Map<Path, Boolean> files = new HashMap<>();
        List<Path> found = new ArrayList<>();
        for (Path each : named) {
            if (Files.isDirectory(each)) {
                try (var inside = Files.list(each)) {
                    inside.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .filter(file -> files.put(file, true) == null)
                            .forEach(found::add);
                } catch (IOException e) {
                    throw new MalformedScenarioException(
                            each + " can't be read: " + e.getMessage());
                }
            } else if (files.put(each, true) == null) {
                found.add(each);
            }
        }
        return found;
    }
}
