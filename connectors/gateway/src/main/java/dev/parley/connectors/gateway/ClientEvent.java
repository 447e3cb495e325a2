package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.CallId;
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
     * @param sound in the session's input format
     */
    record SoundAppended(@Nullable String eventId, byte[] sound) implements ClientEvent {}

    /** {@code input_audio_buffer.commit}. */
    record SoundCommitted(@Nullable String eventId) implements ClientEvent {}

    /** {@code input_audio_buffer.clear}. */
    record SoundCleared(@Nullable String eventId) implements ClientEvent {}

    /**
     * {@code conversation.item.create}.
     *
     * @param item as the client gave it; its content was checked
     * @param itemId the client's name for it
     * @param previous the item that it is put behind; null for the last
     */
    record ItemCreated(
            @Nullable String eventId,
            Given item,
            @Nullable String itemId,
            @Nullable String previous)
            implements ClientEvent {}

    /** An item that a client gives. */
    sealed interface Given {
        /** A user's message in text, to be answered. */
        record Typed(String text) implements Given {}

        /**
         * A message of the past, or of the developer's.
         *
         * @param role {@code assistant} or {@code system}
         */
        record Message(String role, String text) implements Given {}

        /** A function call of the past. */
        record Call(String callId, String name, String arguments) implements Given {}

        /** What came of a call that the client was asked for. */
        record CallOutput(CallId call, String output) implements Given {}
    }

    /** {@code conversation.item.delete}. */
    record ItemDeleted(@Nullable String eventId, String itemId) implements ClientEvent {}

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
     * @param response what it says of this response alone
     */
    record ResponseWanted(@Nullable String eventId, @Nullable TypedTurn turn, ObjectNode response)
            implements ClientEvent {}

    /** {@code response.cancel}. */
    record ResponseCancelled(@Nullable String eventId, @Nullable ReplyId reply)
            implements ClientEvent {}

    /** {@code parley.playback.ended}. */
    record PlaybackEnded(
            @Nullable String eventId, ReplyId reply, long heardMillis, boolean complete)
            implements ClientEvent {}

    /** {@code parley.confirmation.given}: the user's answer to what was asked of a call. */
    record ConfirmationGiven(@Nullable String eventId, CallId call, boolean accepted)
            implements ClientEvent {}
}
