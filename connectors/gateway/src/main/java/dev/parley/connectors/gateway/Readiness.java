package dev.parley.connectors.gateway;

import java.util.List;

/** Tells whether a turn could be answered now. Safe for use by many threads; may block. */
public interface Readiness {
    List<Check> checks();

    /**
     * One thing that an answer needs.
     *
     * @param name such as {@code kafka}
     * @param detail a sentence for the operator; shown to anyone who asks, so it holds no secret
     */
    record Check(String name, boolean ok, String detail) {}
}
