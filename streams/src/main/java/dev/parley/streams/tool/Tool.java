package dev.parley.streams.tool;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something the agent can do. Safe for use by many threads. */
public interface Tool {
    /** The argument that every call may carry: the user's own time zone. */
    String HOME = "home";

    Descriptor descriptor();

    /**
     * Runs one call.
     *
     * @param arguments the slots that the descriptor names
     * @throws ToolFailureException if it can't be done, with a sentence that can be spoken
     */
    Map<String, String> call(Map<String, String> arguments, Circumstances circumstances)
            throws ToolFailureException;

    /**
     * What a call needs to know beside its arguments.
     *
     * @param now the time of the request
     * @param zone the user's IANA time zone
     * @param user who wants it
     * @param call which it is: one that is delivered again is the same
     */
    record Circumstances(Instant now, ZoneId zone, UserId user, CallId call) {}

    /** What a tool may do to the world; each goes further than the one before. */
    enum Access {
        READ,
        WRITE,
        EXECUTE
    }

    /** How much care a call takes; each takes more than the one before. */
    enum Sensitivity {
        /** It knows and changes nothing of anybody's. */
        HARMLESS,
        /** It reads or changes what is the user's own, in a way that can be mended. */
        PERSONAL,
        /** It can't be mended, or reaches others: the user is asked first. */
        SENSITIVE
    }

    /**
     * How often a user may call it, in place of what holds for every tool.
     *
     * @param calls at least 1
     * @param window at least a second
     */
    record Rate(int calls, Duration window) {
        public Rate {
            if (calls < 1 || window.toSeconds() < 1) {
                throw new IllegalArgumentException("a rate is at least a call, in a second");
            }
        }
    }

    /**
     * A tool's entry in the registry: the one description of it, which all that know of tools read.
     * {@link DescriptorBuilder} makes one.
     *
     * @param name such as {@code clock}
     * @param arguments what a call takes
     * @param result what comes of it
     * @param operations what it does; a call is the first of them that it fits, and the last fits
     *     every call
     * @param idempotent whether a call may be repeated when its outcome is unknown
     * @param rate null for what holds for every tool
     * @param sandbox the profile of the sandbox that its process runs in; null if it runs none
     */
    record Descriptor(
            String name,
            String description,
            Schema arguments,
            Schema result,
            List<Operation> operations,
            boolean idempotent,
            Duration timeLimit,
            @Nullable Rate rate,
            @Nullable String sandbox) {
        public Descriptor {
            operations = List.copyOf(operations);
            if (operations.isEmpty() || !operations.getLast().when().isEmpty()) {
                throw new IllegalArgumentException(
                        name + ": the last operation fits every call, and there is one");
            }
        }

        /** A descriptor that reads what is nobody's, unless more is said. */
        public static DescriptorBuilder of(String name, String description) {
            return new DescriptorBuilder(name, description);
        }

        /** Which of its operations a call is. */
        public Operation operation(Map<String, String> arguments) {
            return operations.stream()
                    .filter(operation -> operation.fits(arguments))
                    .findFirst()
                    .orElseThrow();
        }

        /** The most that any of its operations may do. */
        public Access access() {
            return operations.stream()
                    .map(Operation::access)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }

        /** The most that any of its operations takes. */
        public Sensitivity sensitivity() {
            return operations.stream()
                    .map(Operation::sensitivity)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }

        /** The same with another time limit. */
        public Descriptor within(Duration limit) {
            return new Descriptor(
                    name,
                    description,
                    arguments,
                    result,
                    operations,
                    idempotent,
                    limit,
                    rate,
                    sandbox);
        }
    }
}
