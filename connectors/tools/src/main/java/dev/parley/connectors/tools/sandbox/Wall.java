package dev.parley.connectors.tools.sandbox;

import java.util.Locale;

/** What a program in the sandbox must not get past. */
public enum Wall {
    NETWORK,
    WRITE_OUTSIDE,
    FORK_BOMB,
    MEMORY_BOMB,
    PTRACE,
    MOUNT,
    TIME_LIMIT;

    /** As one says it. */
    public String spoken() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
