package dev.parley.connectors.tools.system;

import dev.parley.connectors.tools.ToolEntries;
import dev.parley.streams.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that the operator approved, which is a tool of its own name.
 *
 * @param argv of an action the whole command line, of a script or module its arguments
 * @param path of a script or module, absolute
 * @param sha256 of its content, in lower-case hexadecimal
 * @param desktop whether it runs outside of the walls, as an action on the user's desktop must
 * @param environment the variables that such an action keeps
 * @param network whether it may use the network
 * @param limit its own time limit; null for that of the sandbox
 */
public record ApprovedProgram(
        String name,
        String description,
        ArgvTemplate argv,
        @Nullable Path path,
        @Nullable String sha256,
        boolean desktop,
        List<String> environment,
        boolean network,
        boolean sensitive,
        boolean idempotent,
        @Nullable Duration limit) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Duration TO_PUT_UP_WALLS = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public ApprovedProgram {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a tool's name is lower-case letters, digits and _, not " + name);
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException(name + " needs a description");
        }
        if (path != null && !path.isAbsolute()) {
            throw new IllegalArgumentException(name + ": path must be absolute");
        }
        if (path != null && (sha256 == null || !SHA256.matcher(sha256).matches())) {
            throw new IllegalArgumentException(
                    name + ": sha256 must be 64 lower-case hexadecimal digits");
        }
        if (path == null && argv.elements().isEmpty()) {
            throw new IllegalArgumentException(name + ": argv must name a program");
        }
        if (path == null && argv.elements().getFirst().contains("{")) {
            throw new IllegalArgumentException(name + ": the program can't be said by the user");
        }
        if (limit != null && (!limit.isPositive() || limit.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(name + ": seconds must be 1 to 600");
        }
        environment = List.copyOf(environment);
    }

    /**
     * @param usual the time limit of a program that has none of its own
     * @param sandbox the walls it runs behind; null for none
     */
    Tool.Descriptor descriptor(Duration usual, @Nullable String sandbox) {
        return ToolEntries.executing(
                name,
                description,
                argv.places(),
                sensitive,
                idempotent,
                limit(usual).plus(TO_PUT_UP_WALLS),
                sandbox);
    }

    Duration limit(Duration usual) {
        return limit == null ? usual : limit;
    }
}
