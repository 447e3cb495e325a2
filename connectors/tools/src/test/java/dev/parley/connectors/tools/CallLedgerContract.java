package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.Keys;
import dev.parley.streams.tool.CallLedger;
import dev.parley.streams.tool.CallLedger.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every call ledger holds to. */
abstract class CallLedgerContract {
    final Keys keys = new EphemeralKeys();
    final Owner anna = new Owner.User(new UserId("anna"));
    final CallId call = new CallId("call-" + UUID.randomUUID());

    /** The same ledger, as another process would open it. */
    abstract CallLedger open();

    @Test
    void grantsACallOnceAndThenKnowsNothingOfIt() {
        assertThat(open().claim(call, "timer", anna)).isEqualTo(new Claim.Granted());
        assertThat(open().claim(call, "timer", anna)).isEqualTo(new Claim.Unknown());
        assertThat(open().claim(call, "timer", anna)).isEqualTo(new Claim.Unknown());
    }

    @Test
    void givesTheResultOfACallThatFinished() {
        // Given
        Map<String, String> result = new HashMap<>();
        result.put("place", "São Paulo ☂");
        result.put("empty", "");
        result.put("long", "9".repeat(70_000));
        open().claim(call, "clock", anna);

        // When
        open().finished(call, anna, result);
        open().finished(call, anna, result);

        // Then
        assertThat(open().claim(call, "clock", anna)).isEqualTo(new Claim.Finished(result));
    }

    @Test
    void grantsAFailedCallAgain() {
        // Given
        open().claim(call, "clock", anna);

        // When
        open().failed(call);
        open().failed(call);

        // Then
        assertThat(open().claim(call, "clock", anna)).isEqualTo(new Claim.Granted());
        assertThat(open().claim(call, "clock", anna)).isEqualTo(new Claim.Unknown());
    }

    @Test
    void keepsNothingOfAResultWhoseKeyIsDestroyed() {
        // Given
        open().claim(call, "clock", anna);
        open().finished(call, anna, Map.of("time", "12:00"));

        // When
        keys.destroy(anna);

        // Then
        assertThat(open().claim(call, "clock", anna)).isEqualTo(new Claim.Finished(Map.of()));
    }

    @Test
    void settlesOnlyWhatWasClaimed() {
        assertThatThrownBy(() -> open().failed(call)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> open().finished(call, anna, Map.of()))
                .isInstanceOf(IllegalStateException.class);
        open().claim(call, "clock", anna);
        open().failed(call);
        assertThatThrownBy(() -> open().finished(call, anna, Map.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void grantsOneOfManyWhoClaimAtOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            // Given
            CallId contested = new CallId(call + "-" + round);
            if (round % 2 == 1) {
                open().claim(contested, "clock", anna);
                open().failed(contested);
            }
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Claim>> claims = new ArrayList<>();

            // When
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    claims.add(
                            threads.submit(
                                    () -> {
                                        go.await();
                                        return open().claim(contested, "clock", anna);
                                    }));
                }
                go.countDown();
            }

            // Then
            List<Claim> found = new ArrayList<>();
            for (Future<Claim> claim : claims) {
                found.add(claim.get());
            }
            assertThat(found).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
            assertThat(found).filteredOn(Claim.Unknown.class::isInstance).hasSize(7);
        }
    }
}
