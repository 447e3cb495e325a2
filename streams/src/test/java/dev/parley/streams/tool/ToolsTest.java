package dev.parley.streams.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool.Authorized;
import dev.parley.schemas.event.Tool.Failed;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.Tool.Succeeded;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Lanes;
import dev.parley.streams.stage.PassingFaultException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolsTest {
    private interface Action {
        Map<String, String> call(Tool.Circumstances circumstances) throws Exception;
    }

    private final Ledger ledger = new Ledger();
    private Action action = circumstances -> Map.of("zone", circumstances.zone().getId());
    private boolean idempotent;
    private int calls;

    @Test
    void runsACallOnceAndNotesItsResult() throws Exception {
        // When
        Lanes lanes = lanes();
        lanes.hear(call("c1"));
        lanes().hear(call("c1"));

        // Then
        assertThat(calls).isEqualTo(1);
        assertThat(ledger.finished).containsOnlyKeys(new CallId("c1"));
        assertThat(lanes.said(Succeeded.class))
                .extracting(each -> each.result().get())
                .containsExactly(Map.of("zone", "Asia/Tokyo"));
    }

    @Test
    void tellsTheResultAgainWhenTheCallIsDeliveredAgain() throws Exception {
        lanes().hear(call("c1"));
        Lanes again = lanes();
        again.hear(call("c1"));

        assertThat(again.said(Succeeded.class)).hasSize(1);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void doesNotRepeatACallWhoseOutcomeIsUnknown() throws Exception {
        ledger.claimed.put(new CallId("c1"), true);
        Lanes lanes = lanes();
        lanes.hear(call("c1"));

        assertThat(calls).isZero();
        assertThat(reasons(lanes)).containsExactly(Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void repeatsAnIdempotentCallWhoseOutcomeIsUnknown() throws Exception {
        idempotent = true;
        ledger.claimed.put(new CallId("c1"), true);
        Lanes lanes = lanes();
        lanes.hear(call("c1"));

        assertThat(calls).isEqualTo(1);
        assertThat(lanes.said(Succeeded.class)).hasSize(1);
    }

    @Test
    void doesNotActAgainWhenTheLedgerWasAwayAfterwards() throws Exception {
        // Given
        ledger.away = true;
        Lanes lanes = lanes();
        assertThatThrownBy(() -> lanes.hear(call("c1"))).isInstanceOf(PassingFaultException.class);

        // When: the host delivers it again
        ledger.away = false;
        lanes.hear(call("c1"));

        // Then
        assertThat(calls).isEqualTo(1);
        assertThat(lanes.said(Succeeded.class)).hasSize(1);
        assertThat(ledger.finished).hasSize(1);
    }

    @Test
    void stopsACallThatTakesTooLong() throws Exception {
        action =
                circumstances -> {
                    Thread.sleep(Duration.ofMinutes(1));
                    return Map.of();
                };
        Lanes lanes = lanes();
        lanes.hear(call("c1"));

        assertThat(reasons(lanes)).containsExactly(Reason.TIMED_OUT);
        assertThat(ledger.failed).isEmpty();
    }

    @Test
    void saysWhatAToolSaysAndFreesTheClaim() throws Exception {
        action =
                circumstances -> {
                    throw new ToolFailureException(Reason.BAD_ARGUMENTS, "I can't do that.");
                };
        Lanes lanes = lanes();
        lanes.hear(call("c1"));

        assertThat(lanes.said(Failed.class))
                .singleElement()
                .satisfies(
                        failed -> {
                            assertThat(failed.reason()).isEqualTo(Reason.BAD_ARGUMENTS);
                            assertThat(failed.message().get()).isEqualTo("I can't do that.");
                        });
        assertThat(ledger.failed).hasSize(1);
    }

    @Test
    void namesTheRuleWhereThereAreNoWallsToRunBehind() throws Exception {
        action =
                circumstances -> {
                    throw new SandboxUnavailableException("no bubblewrap");
                };
        Lanes lanes = lanes();
        lanes.hear(call("c1"));

        assertThat(lanes.said(Failed.class))
                .singleElement()
                .satisfies(
                        failed -> {
                            assertThat(failed.reason()).isEqualTo(Reason.DENIED);
                            assertThat(failed.rule()).isEqualTo("SANDBOX_UNAVAILABLE");
                            assertThat(failed.message().get()).doesNotContain("bubblewrap");
                        });
        assertThat(ledger.failed).hasSize(1);
    }

    @Test
    void leavesTheClaimOfAToolThatBrokeInMidAction() throws Exception {
        action =
                circumstances -> {
                    throw new IllegalStateException();
                };
        Lanes lanes = lanes();
        lanes.hear(call("c1"));

        assertThat(reasons(lanes)).containsExactly(Reason.OUTCOME_UNKNOWN);
        assertThat(ledger.failed).isEmpty();
    }

    private static List<Reason> reasons(Lanes lanes) {
        return lanes.said(Failed.class).stream().map(Failed::reason).toList();
    }

    private Lanes lanes() {
        return new Lanes(new Tools(new Registry(), ledger, ZoneId.of("UTC")), Topics.TOOL_CALLS);
    }

    private static Authorized call(String call) {
        return new Authorized(
                new CallId(call),
                new TurnId("t1"),
                new UserId("anna"),
                "charge",
                Personal.of(Map.of("home", "Asia/Tokyo")),
                "default");
    }

    private final class Registry implements ToolRegistry {
        @Override
        public Optional<Tool> find(String name) {
            return Optional.of(
                    new Tool() {
                        @Override
                        public Descriptor descriptor() {
                            DescriptorBuilder described =
                                    Descriptor.of(name, "")
                                            .does(Access.WRITE, Sensitivity.PERSONAL)
                                            .within(Duration.ofMillis(200));
                            return (idempotent ? described : described.once()).build();
                        }

                        @Override
                        public Map<String, String> call(
                                Map<String, String> arguments, Circumstances circumstances)
                                throws ToolFailureException {
                            calls++;
                            try {
                                return action.call(circumstances);
                            } catch (ToolFailureException | RuntimeException e) {
                                throw e;
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    });
        }

        @Override
        public List<Tool.Descriptor> descriptors() {
            return List.of();
        }

        @Override
        public Tool check(String name, Map<String, String> arguments) {
            throw new IllegalStateException("what comes here was checked");
        }
    }

    private static final class Ledger implements CallLedger {
        private final Map<CallId, Boolean> claimed = new HashMap<>();
        private final Map<CallId, Map<String, String>> finished = new HashMap<>();
        private final Map<CallId, Boolean> failed = new HashMap<>();
        private boolean away;

        @Override
        public Claim claim(CallId call, String tool, Owner owner) {
            if (finished.containsKey(call)) {
                return new Claim.Finished(finished.get(call));
            }
            return claimed.put(call, true) == null ? new Claim.Granted() : new Claim.Unknown();
        }

        @Override
        public void finished(CallId call, Owner owner, Map<String, String> result) {
            if (away) {
                throw new PassingFaultException("the ledger is away");
            }
            finished.put(call, result);
        }

        @Override
        public void failed(CallId call) {
            failed.put(call, true);
        }
    }
}
