/**
 * The voice client of the command line, for Parley and any other server of the Realtime protocol.
 *
 * <p>A {@link dev.parley.app.client.RealtimeClient} is one session. It plays replies on a {@link
 * dev.parley.app.client.Loudspeaker}, which may be one that makes no sound but takes as long, and
 * tells the server what was heard. A {@link dev.parley.app.client.Microphone} sends recorded sound
 * at the pace at which it would be spoken, and silence when nothing is said; {@code listen} sends
 * what a sound card takes up, but for what it plays itself.
 *
 * <p>Everything that arrives, and the end of each reply's playback, stands in one queue in the
 * order in which it happened; one thread takes from it.
 */
@NullMarked
package dev.parley.app.client;

import org.jspecify.annotations.NullMarked;
