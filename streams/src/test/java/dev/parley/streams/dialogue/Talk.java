package dev.parley.streams.dialogue;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import dev.parley.streams.timer.Timers;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with the dialogue and the timers, both the real ones; what the intent stage and
 * the tools would say is given.
 */
final class Talk implements AutoCloseable {
    private static final UserId ANNA = new UserId("anna");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final Driver dialogue = new Driver(new Dialogue(DialogueConfig.defaults()));
    private final Driver timers = new Driver(new Timers());
    private final List<Tool.Requested> calls = new ArrayList<>();
    private final Set<String> confirmed = new HashSet<>();
    private int turns;
    private Reply.@Nullable Voicing voicing;

    Talk() {
        dialogue.hear(Topics.CONVERSATION, new Control.SessionStarted(ANNA, "test", ZONE.getId()));
        arrives();
    }

    /** What the intent stage makes of a sentence. */
    record Sentence(
            String intent, String source, Map<String, String> slots, Map<String, String> mentions) {
        static Sentence of(String intent, String... slots) {
            return new Sentence(intent, "rule", map(slots), Map.of());
        }

        static Sentence none() {
            return new Sentence(Intent.NONE, "none", Map.of(), Map.of());
        }

        Sentence guessed() {
            return new Sentence(intent, "example", slots, mentions);
        }

        Sentence mentioning(String... mentions) {
            return new Sentence(intent, source, slots, map(mentions));
        }

        private static Map<String, String> map(String... pairs) {
            Map<String, String> map = new HashMap<>();
            for (int i = 0; i < pairs.length; i += 2) {
                map.put(pairs[i], pairs[i + 1]);
            }
            return map;
        }
    }

    /** What is answered. */
    String hears(Sentence sentence) {
        return hears(sentence, 1, "whatever");
    }

    String hears(Sentence sentence, double confidence, String text) {
        TurnId turn = new TurnId("t" + ++turns);
        dialogue.hear(
                Topics.CONVERSATION,
                new Turn.Ended(
                        turn,
                        Personal.of(text),
                        confidence,
                        true,
                        false,
                        dialogue.now(),
                        dialogue.now(),
                        dialogue.now(),
                        dialogue.now(),
                        dialogue.now()));
        dialogue.hear(
                Topics.CONVERSATION,
                new Intent.Recognized(
                        turn,
                        sentence.intent(),
                        confidence,
                        sentence.source(),
                        Personal.of(sentence.slots()),
                        Personal.of(sentence.mentions())));
        return answer();
    }

    /** Time passes; what is said meanwhile. */
    String after(Duration time) {
        long steps = Math.max(1, time.toSeconds());
        for (long i = 0; i < steps; i++) {
            Duration step = time.dividedBy(steps);
            dialogue.pass(step);
            timers.pass(step);
            if (i % 10 == 0) {
                timers.hear(Topics.PRESENCE, new Presence.Stayed(ANNA, Driver.SESSION));
            }
        }
        return answer();
    }

    void arrives() {
        timers.hear(Topics.PRESENCE, new Presence.Arrived(ANNA, Driver.SESSION));
    }

    /** Authorization wants calls of the tool confirmed. */
    Talk confirming(String tool) {
        confirmed.add(tool);
        return this;
    }

    /** What the client's hand on a button does. */
    String given(CallId call, boolean accepted) {
        dialogue.hear(Topics.CONVERSATION, new Control.ConfirmationGiven(call, accepted));
        return answer();
    }

    /** Something is heard that isn't said by the user. */
    String hear(Event event) {
        dialogue.hear(Topics.CONVERSATION, event);
        return answer();
    }

    ZonedDateTime now() {
        return dialogue.now().atZone(ZONE);
    }

    /** How the last sentence is spoken. */
    Reply.@Nullable Voicing voicing() {
        return voicing;
    }

    /** Since the last call. */
    List<Tool.Requested> calls() {
        List<Tool.Requested> made = List.copyOf(calls);
        calls.clear();
        return made;
    }

    private String answer() {
        List<String> said = new ArrayList<>();
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Envelope<?> request : dialogue.said(Topics.TIMER_REQUESTS)) {
                timers.hear(Topics.TIMER_REQUESTS, request);
                moved = true;
            }
            for (Envelope<?> assigned : timers.said(Topics.TIMER_FIRED)) {
                dialogue.hear(Topics.CONVERSATION, assigned);
                moved = true;
            }
            for (Tool.Requested call : dialogue.said(Topics.TOOL_REQUESTS, Tool.Requested.class)) {
                calls.add(call);
                moved = true;
                if (confirmed.contains(call.tool()) && call.confirmedBy() == null) {
                    dialogue.hear(
                            Topics.CONVERSATION,
                            new Confirmation.Requested(
                                    call.call(),
                                    call.turn(),
                                    call.tool(),
                                    Personal.of("Shall I?")));
                    continue;
                }
                dialogue.hear(
                        Topics.CONVERSATION,
                        new Tool.Succeeded(
                                call.call(), call.turn(), call.tool(), Personal.of(result(call))));
            }
            dialogue.said(Topics.REPLIES, Reply.Sentence.class)
                    .forEach(
                            sentence -> {
                                said.add(sentence.text().get());
                                voicing = sentence.voicing();
                            });
        }
        return String.join(" ", said);
    }

    private static Map<String, String> result(Tool.Requested call) {
        Map<String, String> arguments = call.arguments().get();
        Map<String, String> result = new HashMap<>(arguments);
        result.remove("home");
        if (call.tool().equals("clock")) {
            result.putAll(Map.of("time", "10:00", "date", "2026-11-24"));
        }
        if (call.tool().equals("calculator")) {
            result.put("value", "84");
        }
        return result;
    }

    @Override
    public void close() {
        dialogue.close();
        timers.close();
    }
}
