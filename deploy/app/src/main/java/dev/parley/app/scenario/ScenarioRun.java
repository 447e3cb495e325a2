package dev.parley.app.scenario;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.scenario.Scenario.Action;
import dev.parley.app.scenario.Scenario.Step;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.InMemoryTopology.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Holds one scenario's conversation, and looks at what came of it. For one thread. */
final class ScenarioRun {
    private final Scenario scenario;
    private final ParleyConfig config;
    private final VirtualParley parley;
    private final Map<String, VirtualClient> clients = new LinkedHashMap<>();
    private final List<Happening> happened = new ArrayList<>();

    /**
     * How a scenario went.
     *
     * @param steps as far as it came
     * @param took of real time
     */
    record Outcome(Scenario scenario, List<StepOutcome> steps, Duration took) {
        boolean passed() {
            return misses().isEmpty();
        }

        List<Miss> misses() {
            return steps.stream().flatMap(step -> step.misses().stream()).toList();
        }

        List<Happening> events() {
            return steps.stream().flatMap(step -> step.events().stream()).toList();
        }
    }

    /**
     * @param number from 1
     * @param events what was written in it, in order
     */
    record StepOutcome(int number, Step step, List<Happening> events, List<Miss> misses) {}

    /**
     * What wasn't as it should be.
     *
     * @param line of the expectation
     * @param got what there was of the kind that was expected, or what there must not be
     */
    record Miss(int step, int line, String expected, List<String> got) {}

    private ScenarioRun(Scenario scenario, ParleyConfig config, ScenarioEngines engines) {
        this.scenario = scenario;
        this.config = config;
        this.parley =
                new VirtualParley(
                        ScenarioEngines.topologies(config),
                        engines.transforms(config, scenario.tools()),
                        silenced(scenario),
                        scenario.start());
    }

    static Outcome of(Scenario scenario, ParleyConfig config, ScenarioEngines engines) {
        long began = System.nanoTime();
        ScenarioRun run = new ScenarioRun(scenario, config.with(scenario.settings()), engines);
        try (VirtualParley parley = run.parley) {
            List<StepOutcome> steps = run.steps();
            return new Outcome(scenario, steps, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static Predicate<Event> silenced(Scenario scenario) {
        return event ->
                event instanceof Tool.Authorized call
                        && scenario.tools().get(call.tool()) instanceof ToolScript.Silent;
    }

    private List<StepOutcome> steps() {
        List<StepOutcome> outcomes = new ArrayList<>();
        List<Step> steps = scenario.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            List<Miss> misses = new ArrayList<>();
            notSpeaking(i + 1, step).ifPresent(misses::add);
            Optional<Miss> fault = hold(i + 1, step, interrupted(steps, i + 1));
            List<Happening> events = news();
            happened.addAll(events);
            misses.addAll(misses(i + 1, step, events));
            fault.ifPresent(misses::add);
            outcomes.add(new StepOutcome(i + 1, step, events, List.copyOf(misses)));
            if (fault.isPresent()) {
                break;
            }
        }
        return outcomes;
    }

    /**
     * Does the step, and lets be heard what is said, but for what is interrupted next.
     *
     * @param held by whom
     * @return what broke
     */
    private Optional<Miss> hold(int number, Step step, Optional<String> held) {
        try {
            held.ifPresent(client -> client(client).hold(true));
            act(step.action());
            settle();
            clients.values().stream()
                    .filter(client -> held.filter(client.name()::equals).isEmpty())
                    .forEach(client -> client.hold(false));
            settle();
            return Optional.empty();
        } catch (RuntimeException e) {
            StackTraceElement[] trace = e.getStackTrace();
            return Optional.of(
                    new Miss(
                            number,
                            step.line(),
                            "no fault",
                            List.of(e + (trace.length == 0 ? "" : " at " + trace[0]))));
        }
    }

    /** What is to be interrupted must be there. */
    private Optional<Miss> notSpeaking(int number, Step step) {
        return interrupted(List.of(step), 0)
                .filter(client -> !client(client).hearsReply())
                .map(
                        client ->
                                new Miss(
                                        number,
                                        step.line(),
                                        "a reply that " + client + " hears and can interrupt",
                                        List.of("nothing that is being said")));
    }

    /** Whose hearing of a reply the step cuts. */
    private static Optional<String> interrupted(List<Step> steps, int at) {
        return at >= steps.size()
                ? Optional.empty()
                : switch (steps.get(at).action()) {
                    case Action.Interrupts interrupts -> Optional.of(interrupts.client());
                    case Action.Cancels(String client, int after) -> Optional.of(client);
                    default -> Optional.empty();
                };
    }

    private void act(Action action) {
        switch (action) {
            case Action.Types(String client, String text) -> present(client).types(text);
            case Action.Speaks(String client, String text, double confidence) ->
                    present(client).speaks(text, confidence, 0, this::settle);
            case Action.Interrupts(String client, String text, double confidence, int after) ->
                    present(client).speaks(text, confidence, after, this::settle);
            case Action.Cancels(String client, int after) -> present(client).cancels(after);
            case Action.Waits(Duration duration) -> waitUntil(parley.now().plus(duration));
            case Action.WaitsUntil(When moment) ->
                    waitUntil(moment.after(parley.now(), scenario.zone()));
            case Action.Arrives(String client) -> client(client).arrive();
            case Action.Leaves(String client) -> client(client).leave();
            case Action.Drops(String client) -> client(client).drop();
        }
    }

    private VirtualClient present(String name) {
        VirtualClient client = client(name);
        if (!client.wasEverHere()) {
            client.arrive();
            settle();
        }
        return client;
    }

    private VirtualClient client(String name) {
        return clients.computeIfAbsent(
                name,
                missing ->
                        new VirtualClient(
                                parley,
                                name,
                                scenario.zone().getId(),
                                clients.size() % config.partitions(),
                                new VirtualClient.Patience(
                                        config.gateway().patience().comeBack(),
                                        config.turn().silence())));
    }

    /** Until nothing more is said, done, heard or reported at this moment. */
    private void settle() {
        boolean reported;
        do {
            parley.settle();
            reported = false;
            for (VirtualClient client : clients.values()) {
                reported |= client.hears();
            }
        } while (reported);
    }

    private void waitUntil(Instant end) {
        if (end.isBefore(parley.now())) {
            return;
        }
        while (true) {
            Instant next =
                    Stream.concat(
                                    parley.due().stream(),
                                    clients.values().stream()
                                            .flatMap(each -> each.givenUpAt().stream()))
                            .filter(at -> at.isAfter(parley.now()) && at.isBefore(end))
                            .min(Instant::compareTo)
                            .orElse(end);
            parley.advanceTo(next);
            clients.values().forEach(VirtualClient::gatewayDue);
            settle();
            if (next.equals(end)) {
                return;
            }
        }
    }

    private List<Happening> news() {
        List<Happening> news = new ArrayList<>();
        List<Written> log = parley.log();
        for (int i = happened.size(); i < log.size(); i++) {
            Written each = log.get(i);
            news.add(new Happening(each.topic(), whose(each), each.envelope()));
        }
        return news;
    }

    private String whose(Written each) {
        return clients.values().stream()
                .filter(client -> client.had(each.envelope().session()))
                .map(VirtualClient::name)
                .findFirst()
                .orElse("");
    }

    private List<Miss> misses(int number, Step step, List<Happening> events) {
        List<Miss> misses = new ArrayList<>();
        for (Expectation each : step.expected()) {
            if (!each.holds(events)) {
                List<String> alike = each.alike(events);
                misses.add(
                        new Miss(
                                number,
                                each.line(),
                                each.described(),
                                alike.isEmpty() ? List.of("nothing of the kind") : alike));
            }
        }
        for (Collection<Expectation> never : List.of(step.never(), scenario.never())) {
            for (Expectation each : never) {
                if (!each.places(events).isEmpty()) {
                    misses.add(
                            new Miss(
                                    number,
                                    each.line(),
                                    "never " + each.described(),
                                    each.found(events)));
                }
            }
        }
        unhandled(number, step, events).ifPresent(misses::add);
        return misses;
    }

    /** What no stage could handle is wrong even where nobody thought of it. */
    private static Optional<Miss> unhandled(int number, Step step, List<Happening> events) {
        boolean expected =
                step.expected().stream()
                        .anyMatch(
                                each ->
                                        each instanceof Expectation.EventAlike alike
                                                && Topics.DEAD_LETTERS.equals(alike.topic()));
        Expectation.EventAlike letters =
                new Expectation.EventAlike(
                        step.line(), null, null, Topics.DEAD_LETTERS, null, Map.of());
        return expected || letters.places(events).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Miss(number, step.line(), "no dead letter", letters.alike(events)));
    }
}
