package dev.parley.streams.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool.Authorized;
import dev.parley.schemas.event.Tool.Failed;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.Tool.Requested;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Lanes;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationTest {
    private static final EventId CAUSED_BY_DIALOGUE = EventId.of("dialogue", 4, 0);
    private static final Map<String, String> RESET = Map.of("place", "tokyo", "action", "reset");

    private boolean permitted = true;
    private boolean within = true;
    private int counted;
    private Tool.@Nullable Access asked;
    private final Lanes lanes =
            new Lanes(
                    new Authorization(
                            new Registry(),
                            (user, tool, access) -> {
                                asked = access;
                                return new Permissions.Decision(permitted, "default");
                            },
                            call -> {
                                counted++;
                                return new RateLimiter.Verdict(
                                        within, Duration.ofSeconds(61), "rate:tool");
                            }),
                    Topics.TOOL_REQUESTS);

    @Test
    void letsAPermittedCallPassWithTheRuleThatDecided() throws Exception {
        lanes.hear(request("clock", Map.of("place", "tokyo", "home", "UTC")));

        assertThat(lanes.said)
                .singleElement()
                .isInstanceOfSatisfying(
                        Authorized.class, call -> assertThat(call.rule()).isEqualTo("default"));
    }

    @Test
    void refusesWhatTheRegistryDoesNotPassInTheRegistrysWords() throws Exception {
        lanes.hear(request("shell", Map.of()));
        lanes.hear(request("clock", Map.of("color", "red")));

        assertThat(lanes.said(Failed.class))
                .extracting(failed -> failed.reason() + ": " + failed.message().get())
                .containsExactly("UNKNOWN_TOOL: What is shell?", "BAD_ARGUMENTS: What is [color]?");
        assertThat(lanes.said).hasSize(2);
        assertThat(counted).isZero();
    }

    @Test
    void refusesWhatTheUserDidNotPermitWithoutCountingIt() throws Exception {
        permitted = false;
        lanes.hear(request("clock", Map.of("place", "tokyo")));

        assertThat(reason()).isEqualTo(Reason.DENIED);
        assertThat(lanes.said(Failed.class).getFirst().rule()).isEqualTo("default");
        assertThat(asked).isEqualTo(Tool.Access.READ);
        assertThat(counted).isZero();
    }

    @Test
    void hasASensitiveCallConfirmedBeforeItIsCounted() throws Exception {
        // When
        lanes.hear(CAUSED_BY_DIALOGUE, request("clock", RESET));

        // Then
        assertThat(lanes.said)
                .containsExactly(
                        new Confirmation.Requested(
                                new CallId("c1"),
                                new TurnId("t1"),
                                "clock",
                                Personal.of("Shall I reset the clock in tokyo?")));
        assertThat(asked).isEqualTo(Tool.Access.WRITE);
        assertThat(counted).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "dialogue/8.0, turn/7.0, 'default,confirmed:turn'",
        "dialogue/8.0, gateway-a-1/3, 'default,confirmed:client'",
        "dialogue/8.0, typing-a-1/3, 'default,confirmed:client'",
        "calling-a-1/0, , 'default,confirmed:client'",
    })
    void letsPassWhatTheUserConfirmed(String request, @Nullable String by, String rule)
            throws Exception {
        // When
        lanes.hear(EventId.parse(request), confirmed("clock", RESET, by));

        // Then
        assertThat(lanes.said)
                .singleElement()
                .isInstanceOfSatisfying(
                        Authorized.class, call -> assertThat(call.rule()).isEqualTo(rule));
    }

    @ParameterizedTest
    @CsvSource({
        "dialogue/8.0, reasoning/7.0",
        "dialogue/8.0, tool/7.0",
        "dialogue/8.0, intent/7.0.0",
        "dialogue/8.0, speech/7.0",
        "dialogue/8.0, dialogue/7.0",
        "dialogue/8.0, turning/7.0",
        "dialogue/8.0, timer/7.0",
        "reasoning/8.0, turn/7.0",
        "tool/8.0, gateway-a-1/3",
        "dialogue-2/8.0, turn/7.0",
        "calling-a-1/0, turn/7.0",
    })
    void refusesWhatAnythingElseThanTheUserConfirmed(String request, String by) throws Exception {
        // When
        lanes.hear(EventId.parse(request), confirmed("clock", RESET, by));

        // Then
        assertThat(reason()).isEqualTo(Reason.DENIED);
        assertThat(lanes.said(Failed.class).getFirst().rule())
                .isEqualTo("confirmation:not-by-the-user");
    }

    @Test
    void refusesWhatComesTooOften() throws Exception {
        within = false;
        lanes.hear(request("clock", Map.of("place", "tokyo")));

        assertThat(reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(lanes.said(Failed.class).getFirst().message().get()).contains("2 minutes");
    }

    private Reason reason() {
        assertThat(lanes.said).hasSize(1);
        return lanes.said(Failed.class).getFirst().reason();
    }

    private static Requested confirmed(
            String tool, Map<String, String> arguments, @Nullable String by) {
        return new Requested(
                new CallId("c1"),
                new TurnId("t1"),
                new UserId("anna"),
                tool,
                Personal.of(arguments),
                by == null ? null : EventId.parse(by));
    }

    private static Requested request(String tool, Map<String, String> arguments) {
        return new Requested(
                new CallId("c1"),
                new TurnId("t1"),
                new UserId("anna"),
                tool,
                Personal.of(arguments),
                null);
    }

    /** Knows a clock that wants a place. */
    private static final class Registry implements ToolRegistry {
        @Override
        public Tool check(String name, Map<String, String> arguments) throws ToolFailureException {
            if (!name.equals("clock")) {
                throw new ToolFailureException(Reason.UNKNOWN_TOOL, "What is " + name + "?");
            }
            if (!arguments.containsKey("place")) {
                throw new ToolFailureException(
                        Reason.BAD_ARGUMENTS, "What is " + arguments.keySet() + "?");
            }
            return new Clock();
        }

        @Override
        public Optional<Tool> find(String name) {
            return Optional.empty();
        }

        @Override
        public List<Tool.Descriptor> descriptors() {
            return List.of();
        }
    }

    private static final class Clock implements Tool {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("clock", "")
                    .takes(Schema.required("place", "where"))
                    .when(
                            Map.of("action", "reset"),
                            Access.WRITE,
                            Sensitivity.SENSITIVE,
                            "Shall I reset the clock in {place}?")
                    .build();
        }

        @Override
        public Map<String, String> call(
                Map<String, String> arguments, Circumstances circumstances) {
            throw new IllegalStateException("authorization runs nothing");
        }
    }
}
