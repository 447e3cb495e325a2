package dev.parley.app.doctor;

import dev.parley.connectors.tools.sandbox.BubblewrapSandbox;
import dev.parley.connectors.tools.sandbox.SandboxConfig;
import dev.parley.connectors.tools.sandbox.Wall;
import dev.parley.connectors.tools.sandbox.Walls;
import dev.parley.streams.tool.SandboxUnavailableException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether programs can be run for tools: tries the sandbox's walls, which takes a second or two.
 */
final class SandboxLook {
    private static final String REFUSED =
            ": actions and scripts are refused (SANDBOX_UNAVAILABLE); docs/sandbox.md tells what it"
                    + " needs.";

    private final SandboxConfig config;

    SandboxLook(SandboxConfig config) {
        this.config = config;
    }

    Finding finding() {
        try (BubblewrapSandbox sandbox = BubblewrapSandbox.open(config)) {
            Map<Wall, String> broken = Walls.broken(sandbox);
            if (broken.isEmpty()) {
                return Finding.ok(
                        "sandbox",
                        Arrays.stream(Wall.values())
                                .map(Wall::spoken)
                                .collect(Collectors.joining(", ", "its walls hold: ", "")));
            }
            return Finding.warn("sandbox", String.join("; ", broken.values()) + REFUSED);
        } catch (SandboxUnavailableException e) {
            return Finding.warn("sandbox", e.fault() + REFUSED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.warn("sandbox", "not looked at to the end");
        }
    }
}
