package dev.parley.connectors.tools.wasm;

import java.time.Duration;

/**
 * What a module gets.
 *
 * @param memoryBytes its linear memory, rounded down to pages of 64 KiB
 * @param fileBytes its files together
 * @param outputBytes the most that it may print
 * @param limit from start to end; compiling it isn't counted
 */
public record ModuleLimits(long memoryBytes, long fileBytes, int outputBytes, Duration limit) {
    private static final int PAGE = 64 << 10;
    private static final long MOST_MEMORY = 1L << 31;

    public ModuleLimits {
        if (memoryBytes < PAGE || memoryBytes > MOST_MEMORY) {
            throw new IllegalArgumentException("memory must be 64KiB to 2GiB");
        }
        if (fileBytes < 1 || outputBytes < 1 || !limit.isPositive()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    int pages() {
        return (int) (memoryBytes / PAGE);
    }
}
