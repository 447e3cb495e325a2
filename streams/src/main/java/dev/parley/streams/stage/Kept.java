package dev.parley.streams.stage;

import java.util.Map;

/**
 * What a topology's store holds per key.
 *
 * @param marks the highest event id seen, by topic and writer: what is at or below it was seen
 *     before
 * @param session the conversation that was heard of last
 * @param owner whose key the state is encrypted with
 * @param state the function's state, framed by the codec
 */
public record Kept(Map<String, String> marks, String session, String owner, byte[] state) {
    /** The state of a topology that has none. */
    public record Nothing() {}
}
