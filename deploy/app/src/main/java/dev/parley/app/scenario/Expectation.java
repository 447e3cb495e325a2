package dev.parley.app.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.topics.EventFields;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is looked for among the events of a step. */
sealed interface Expectation {
    /** In the scenario's file, from 1. */
    int line();

    /** The client in whose session it is looked for; null for any. */
    @Nullable String at();

    /** How often it must be there; null for at least once. */
    @Nullable Integer times();

    /** The places, growing, of the events that are what is looked for. */
    List<Integer> places(List<Happening> events);

    /** What is looked for, in words. */
    String described();

    /** What there is of the kind that is looked for, in words. */
    List<String> alike(List<Happening> events);

    /** What there is of just what is looked for, in words. */
    default List<String> found(List<Happening> events) {
        return alike(places(events).stream().map(events::get).toList());
    }

    default boolean holds(List<Happening> events) {
        int found = places(events).size();
        Integer wanted = times();
        return wanted == null ? found > 0 : found == wanted;
    }

    default boolean isOf(Happening event) {
        String client = at();
        return client == null || client.equals(event.client());
    }

    private static String suffix(Expectation of, String what) {
        String client = of.at();
        Integer times = of.times();
        return what.strip()
                + (client == null ? "" : " at " + client)
                + (times == null ? "" : ", " + times + (times == 1 ? " time" : " times"));
    }

    private static String described(Map<String, TextMatch> fields) {
        return fields.isEmpty()
                ? ""
                : fields.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue().described())
                        .collect(Collectors.joining("; ", " with ", ""));
    }

    private static boolean fit(Map<String, TextMatch> wanted, Map<String, String> values) {
        return wanted.entrySet().stream()
                .allMatch(each -> each.getValue().fits(values.get(each.getKey())));
    }

    /** Looked for among the events, one by one. */
    sealed interface OfAnEvent extends Expectation {
        boolean is(Happening each);

        @Override
        default List<Integer> places(List<Happening> events) {
            return IntStream.range(0, events.size())
                    .filter(i -> is(events.get(i)))
                    .boxed()
                    .toList();
        }
    }

    /**
     * What a turn was taken for.
     *
     * @param name of the intent, or {@link Intent#NONE}
     */
    record Understood(
            int line,
            @Nullable String at,
            @Nullable Integer times,
            TextMatch name,
            Map<String, TextMatch> slots,
            Map<String, TextMatch> fields)
            implements OfAnEvent {
        @Override
        public boolean is(Happening each) {
            return each.topic().equals(Topics.INTENTS)
                    && each.event() instanceof Intent.Recognized found
                    && isOf(each)
                    && name.fits(found.intent())
                    && fit(slots, found.slots().orElse(Map.of()))
                    && EventAlike.fit(fields, found);
        }

        @Override
        public String described() {
            return suffix(
                    this,
                    "intent "
                            + name.described()
                            + Expectation.described(slots)
                            + Expectation.described(fields));
        }

        @Override
        public List<String> alike(List<Happening> events) {
            return events.stream()
                    .filter(each -> each.topic().equals(Topics.INTENTS))
                    .filter(each -> each.event() instanceof Intent.Recognized)
                    .map(each -> Transcript.intent((Intent.Recognized) each.event()))
                    .toList();
        }
    }

    /** A call that the dialogue asked for, with its arguments. */
    record Called(
            int line,
            @Nullable String at,
            @Nullable Integer times,
            TextMatch tool,
            Map<String, TextMatch> arguments)
            implements OfAnEvent {
        @Override
        public boolean is(Happening each) {
            return each.topic().equals(Topics.TOOL_REQUESTS)
                    && each.event() instanceof Tool.Requested call
                    && isOf(each)
                    && tool.fits(call.tool())
                    && fit(arguments, call.arguments().orElse(Map.of()));
        }

        @Override
        public String described() {
            return suffix(this, "call of " + tool.described() + Expectation.described(arguments));
        }

        @Override
        public List<String> alike(List<Happening> events) {
            return events.stream()
                    .filter(each -> each.topic().equals(Topics.TOOL_REQUESTS))
                    .filter(each -> each.event() instanceof Tool.Requested)
                    .map(each -> Transcript.call((Tool.Requested) each.event()))
                    .toList();
        }
    }

    record Replied(int line, @Nullable String at, @Nullable Integer times, TextMatch text)
            implements Expectation {
        @Override
        public List<Integer> places(List<Happening> events) {
            return Said.in(events).stream()
                    .filter(said -> at == null || at.equals(said.client()))
                    .filter(said -> text.fits(said.text()))
                    .map(Said::place)
                    .sorted()
                    .toList();
        }

        @Override
        public String described() {
            return suffix(this, "reply " + text.described());
        }

        @Override
        public List<String> found(List<Happening> events) {
            return told(Said.in(events).stream().filter(said -> text.fits(said.text())));
        }

        @Override
        public List<String> alike(List<Happening> events) {
            return told(Said.in(events).stream());
        }

        private List<String> told(Stream<Said> replies) {
            return replies.map(
                            said ->
                                    "reply \""
                                            + said.text()
                                            + "\""
                                            + (at == null || at.equals(said.client())
                                                    ? ""
                                                    : " at " + said.client()))
                    .toList();
        }
    }

    /**
     * Any event.
     *
     * @param topic null for any but the copies in {@code conversation}
     * @param fields by their path
     */
    record EventAlike(
            int line,
            @Nullable String at,
            @Nullable Integer times,
            @Nullable Topic topic,
            @Nullable String type,
            Map<String, TextMatch> fields)
            implements OfAnEvent {
        @Override
        public boolean is(Happening each) {
            return isAlike(each) && isOf(each) && fit(fields, each.event());
        }

        private boolean isAlike(Happening each) {
            boolean there =
                    topic == null
                            ? !each.topic().equals(Topics.CONVERSATION)
                            : each.topic().equals(topic);
            return there && (type == null || type.equals(EventTypes.name(each.event())));
        }

        static boolean fit(Map<String, TextMatch> fields, Event event) {
            if (fields.isEmpty()) {
                return true;
            }
            JsonNode json = EventFields.of((Record) event);
            return fields.entrySet().stream()
                    .allMatch(each -> each.getValue().fits(text(json, each.getKey())));
        }

        private static @Nullable String text(JsonNode json, String path) {
            JsonNode node = json.at("/" + path.replace('.', '/'));
            if (node.isMissingNode() || node.isNull()) {
                return null;
            }
            if (node.isArray()) {
                List<String> items = new ArrayList<>();
                node.forEach(item -> items.add(item.isValueNode() ? item.asText() : item + ""));
                return String.join(", ", items);
            }
            return node.isValueNode() ? node.asText() : node.toString();
        }

        @Override
        public String described() {
            return suffix(
                    this,
                    "event "
                            + (type == null ? "" : type + " ")
                            + (topic == null ? "" : "on " + topic)
                            + Expectation.described(fields));
        }

        @Override
        public List<String> alike(List<Happening> events) {
            return events.stream()
                    .filter(this::isAlike)
                    .map(
                            each ->
                                    EventTypes.name(each.event())
                                            + " on "
                                            + each.topic()
                                            + " "
                                            + EventFields.of((Record) each.event()))
                    .toList();
        }
    }

    /** Several, one after the other. */
    record InOrder(int line, List<Expectation> parts) implements Expectation {
        @Override
        public @Nullable String at() {
            return null;
        }

        @Override
        public @Nullable Integer times() {
            return null;
        }

        /** The place of the last of them, if all are there. */
        @Override
        public List<Integer> places(List<Happening> events) {
            int from = 0;
            for (Expectation part : parts) {
                int begin = from;
                Integer next =
                        part.places(events).stream()
                                .filter(place -> place >= begin)
                                .findFirst()
                                .orElse(null);
                if (next == null) {
                    return List.of();
                }
                from = next + 1;
            }
            return List.of(from - 1);
        }

        @Override
        public String described() {
            return "in this order: "
                    + parts.stream()
                            .map(Expectation::described)
                            .collect(Collectors.joining(", then "));
        }

        @Override
        public List<String> alike(List<Happening> events) {
            record Found(int place, String what) {}
            List<Found> found = new ArrayList<>();
            for (Expectation part : parts) {
                List<Integer> places = part.places(events);
                if (places.isEmpty()) {
                    found.add(new Found(Integer.MAX_VALUE, "no " + part.described()));
                }
                places.forEach(place -> found.add(new Found(place, part.described())));
            }
            return found.stream()
                    .sorted(java.util.Comparator.comparingInt(Found::place))
                    .map(Found::what)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
        }
    }
}
