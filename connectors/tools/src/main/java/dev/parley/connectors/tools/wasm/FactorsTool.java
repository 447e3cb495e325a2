package dev.parley.connectors.tools.wasm;

import dev.parley.connectors.tools.Arguments;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolSandbox.Ending;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes a whole number apart into prime factors, in a WebAssembly module that comes with Parley
 * ({@code factors.wat}).
 *
 * <p>Argument: {@code number}, 2 to 15 digits of one. Result: {@code factors}, in order, with
 * spaces between; {@code prime}, {@code true} or {@code false}.
 */
public final class FactorsTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            Descriptor.of(
                            "factors",
                            "Finds the prime factors of a whole number, and whether it is prime.")
                    .takes(Schema.required("number", "from 2 on, of at most 15 digits"))
                    .gives(
                            Schema.required("factors", "in order, with spaces between"),
                            Schema.required("prime", "whether it is prime").oneOf("true", "false"))
                    .within(Duration.ofSeconds(20))
                    .inSandbox("webassembly")
                    .build();
    private static final ModuleLimits LIMITS =
            new ModuleLimits(1 << 20, 1, 4 << 10, Duration.ofSeconds(10));
    private static final int MOST_DIGITS = 15;

    private final WasmModules modules;
    private final byte[] module;

    public FactorsTool(WasmModules modules) {
        this.modules = modules;
        try (InputStream bytes = FactorsTool.class.getResourceAsStream("factors.wasm")) {
            this.module = Objects.requireNonNull(bytes, "factors.wasm").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        String number = new Arguments(slots).required("number").replace(",", "");
        if (number.length() > MOST_DIGITS || !number.chars().allMatch(Character::isDigit)) {
            throw Arguments.refused("I can take apart whole numbers of at most fifteen digits.");
        }
        Outcome outcome;
        try {
            outcome = modules.run(module, "factors", List.of(number), LIMITS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailureException(
                    Reason.TIMED_OUT, "That took too long, so I stopped it.");
        }
        if (outcome.ending() == Ending.EXITED && outcome.status() != 0) {
            throw Arguments.refused("I can take apart whole numbers from two on.");
        }
        String factors = outcome.output().text().orElse("").strip();
        if (!outcome.succeeded() || factors.isEmpty()) {
            throw new ToolFailureException(Reason.FAULT, "I couldn't take that number apart.");
        }
        return Map.of("factors", factors, "prime", Boolean.toString(factors.indexOf(' ') < 0));
    }
}
