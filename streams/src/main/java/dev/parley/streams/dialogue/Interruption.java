package dev.parley.streams.dialogue;

import dev.parley.schemas.event.UtteranceId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody speaks while the agent does.
 *
 * @param by the utterance that paused the voice, as long as it isn't known what it is; else null
 * @param startMillis where it began, in audio time
 * @param assented whether assent was heard: a turn of nothing else isn't answered
 */
public record Interruption(@Nullable UtteranceId by, long startMillis, boolean assented) {}
