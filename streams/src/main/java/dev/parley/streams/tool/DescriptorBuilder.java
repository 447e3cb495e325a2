package dev.parley.streams.tool;

import dev.parley.streams.tool.Operation.Compensation;
import dev.parley.streams.tool.Tool.Access;
import dev.parley.streams.tool.Tool.Descriptor;
import dev.parley.streams.tool.Tool.Rate;
import dev.parley.streams.tool.Tool.Sensitivity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes a tool. What isn't said: it takes and gives nothing, reads what is nobody's, may be
 * repeated, ends within a second, as often as every tool, in no sandbox.
 */
public final class DescriptorBuilder {
    private final String name;
    private final String description;
    private Schema arguments = Schema.of();
    private Schema result = Schema.of();
    private final List<Operation> operations = new ArrayList<>();
    private Operation usual =
            new Operation(Map.of(), Access.READ, Sensitivity.HARMLESS, null, null);
    private boolean idempotent = true;
    private Duration timeLimit = Duration.ofSeconds(1);
    private @Nullable Rate rate;
    private @Nullable String sandbox;

    DescriptorBuilder(String name, String description) {
        this.name = name;
        this.description = description;
    }

    public DescriptorBuilder takes(Schema.Property... properties) {
        arguments = Schema.of(properties);
        return this;
    }

    public DescriptorBuilder gives(Schema.Property... properties) {
        result = Schema.of(properties);
        return this;
    }

    /** What it does, unless a call is one of those told apart by {@link #when}. */
    public DescriptorBuilder does(Access access, Sensitivity sensitivity) {
        usual = new Operation(Map.of(), access, sensitivity, usual.question(), null);
        return this;
    }

    /** What is asked before it does the usual, where that is needed. */
    public DescriptorBuilder asking(String question) {
        usual = new Operation(Map.of(), usual.access(), usual.sensitivity(), question, null);
        return this;
    }

    /** Tells calls apart by their arguments; the first that fits counts. */
    public DescriptorBuilder when(
            Map<String, String> arguments, Access access, Sensitivity sensitivity) {
        operations.add(new Operation(arguments, access, sensitivity, null, null));
        return this;
    }

    /** As {@link #when(Map, Access, Sensitivity)}, with what is asked first. */
    public DescriptorBuilder when(
            Map<String, String> arguments,
            Access access,
            Sensitivity sensitivity,
            String question) {
        operations.add(new Operation(arguments, access, sensitivity, question, null));
        return this;
    }

    /** As {@link #when(Map, Access, Sensitivity)}, with what takes it back. */
    public DescriptorBuilder when(
            Map<String, String> arguments,
            Access access,
            Sensitivity sensitivity,
            Compensation undoneBy) {
        operations.add(new Operation(arguments, access, sensitivity, null, undoneBy));
        return this;
    }

    /** A call whose outcome is unknown must not be repeated. */
    public DescriptorBuilder once() {
        idempotent = false;
        return this;
    }

    public DescriptorBuilder within(Duration limit) {
        timeLimit = limit;
        return this;
    }

    public DescriptorBuilder atMost(int calls, Duration window) {
        rate = new Rate(calls, window);
        return this;
    }

    public DescriptorBuilder inSandbox(String profile) {
        sandbox = profile;
        return this;
    }

    public Descriptor build() {
        List<Operation> all = new ArrayList<>(operations);
        all.add(usual);
        return new Descriptor(
                name, description, arguments, result, all, idempotent, timeLimit, rate, sandbox);
    }
}
