/**
 * Parley's own voice client: what a person's device does, without a microphone or a loudspeaker.
 *
 * <p>A {@link dev.parley.app.client.RealtimeClient} is one connection to {@code /v1/realtime}. A
 * {@link dev.parley.app.client.Microphone} sends sound at the pace at which it would be spoken, and
 * silence when nothing is said. The client plays replies on a speaker that makes no sound but takes
 * as long as one, and tells the server what would have been heard.
 *
 * <p>Everything that arrives, and the end of each reply's playback, stands in one queue in the
 * order in which it happened; one thread takes from it.
 */
@NullMarked
package dev.parley.app.client;

import org.jspecify.annotations.NullMarked;
