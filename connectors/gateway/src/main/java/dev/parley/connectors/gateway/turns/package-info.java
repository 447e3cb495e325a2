/**
 * Turns in text, as the clients of the HTTP API and of gRPC take them: one after the other, without
 * a connection that lasts.
 *
 * <p>What a client asks for is written to {@code control} exactly as a voice session writes it, and
 * what comes of it is read from the log. No stage is called.
 *
 * <p>A session of such a client is open from its first turn until it is ended by an event: by the
 * client, or after a while without a turn. Any gateway takes up a session of the caller's that
 * another one began. A client that types is nowhere to be reached, so no presence is written: what
 * rings for its user rings where the user listens.
 *
 * <p>Threads: everything here blocks and belongs on virtual threads; the log's reading thread only
 * puts events into a turn's inbox. Redelivered events are told once.
 */
@NullMarked
package dev.parley.connectors.gateway.turns;

import org.jspecify.annotations.NullMarked;
