package dev.parley.schemas.event;

import java.time.Instant;

/**
 * When the writer took up the cause of an event, and when it wrote the event; to the microsecond. A
 * hop is the reader's {@code received} less the writer's {@code emitted}.
 */
public record Times(Instant received, Instant emitted) {}
