package dev.parley.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * A broker that meets a fatal fault ends its JVM. In ours that would take the whole of Parley with
 * it without a word, so while an embedded broker lives the fault is told to its owner instead, and
 * the broker's thread that met it dies. Kafka offers one such hook for the JVM: with several
 * brokers all owners are told.
 */
final class BrokerFaults {
    private static final List<Consumer<String>> OWNERS = new ArrayList<>();

    private BrokerFaults() {}

    /** Tells this owner of faults until the result is closed. */
    static AutoCloseable tell(Consumer<String> owner) {
        synchronized (OWNERS) {
            if (OWNERS.isEmpty()) {
                Exit.setExitProcedure(BrokerFaults::intercept);
                Exit.setHaltProcedure(BrokerFaults::intercept);
            }
            OWNERS.add(owner);
        }
        return () -> forget(owner);
    }

    private static void forget(Consumer<String> owner) {
        synchronized (OWNERS) {
            OWNERS.remove(owner);
            if (OWNERS.isEmpty()) {
                Exit.resetExitProcedure();
                Exit.resetHaltProcedure();
            }
        }
    }

    private static void intercept(int status, @Nullable String message) {
        var fault = message == null ? "exit code " + status : message;
        List<Consumer<String>> told;
        synchronized (OWNERS) {
            told = List.copyOf(OWNERS);
        }
        told.forEach(owner -> owner.accept(fault));
        throw new IllegalStateException("The broker met a fatal fault: " + fault);
    }
}
