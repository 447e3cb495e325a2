package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.ReplyId;
import org.jspecify.annotations.Nullable;

/** What a client asks for, in the OpenAI Realtime protocol and Parley's extensions. */
sealed interface ClientEvent {
    /** The id that the client gave it, for errors to cite. */
    @Nullable String eventId();

    /** {@code session.update}. */
    record SessionUpdated(@Nullable String eventId, ObjectNode session) implements ClientEvent {}

    /**
     * {@code input_audio_buffer.append}.
     *
     * @param pcm 16-bit little-endian mono, whole samples, in the session's input rate
     */
    record SoundAppended(@Nullable String eventId, byte[] pcm) implements ClientEvent {}

    /** {@code input_audio_buffer.commit}. */
    record SoundCommitted(@Nullable String eventId) implements ClientEvent {}

    /** {@code input_audio_buffer.clear}. */
    record SoundCleared(@Nullable String eventId) implements ClientEvent {}

    /** {@code conversation.item.create} of a user's message in text. */
    record MessageTyped(@Nullable String eventId, @Nullable String itemId, String text)
            implements ClientEvent {}

    /** {@code conversation.item.retrieve}. */
    record ItemWanted(@Nullable String eventId, String itemId) implements ClientEvent {}

    /**
     * {@code conversation.item.truncate}: the client stopped playing.
     *
     * @param audioEndMillis how much of it was heard
     */
    record ItemTruncated(
            @Nullable String eventId, String itemId, int contentIndex, long audioEndMillis)
            implements ClientEvent {}

    /**
     * {@code response.create}.
     *
     * @param turn the client's name for the turn that was typed; null from one that gives none
     */
    record ResponseWanted(@Nullable String eventId, @Nullable TypedTurn turn)
            implements ClientEvent {}

    /** {@code response.cancel}. */
    record ResponseCancelled(@Nullable String eventId, @Nullable ReplyId reply)
            implements ClientEvent {}

    /** {@code parley.playback.ended}. */
    record PlaybackEnded(
            @Nullable String eventId, ReplyId reply, long heardMillis, boolean complete)
            implements ClientEvent {}
}
