/**
 * The engines themselves over gRPC, for programs that want only recognition or only synthesis: no
 * session, no topic, nothing recorded. They are served in the process that hosts the engine, whose
 * live conversations go first; no stage calls them.
 *
 * <p>Recognition hears a stream as {@link dev.parley.streams.hearing} hears a session, with the
 * same ends of speech and the same cuts.
 *
 * <p>Threads: calls come on Vert.x' event loop; each call's work is straight-line code on a virtual
 * thread of its own, which is interrupted when the call is over. Engines do theirs on their own
 * threads meanwhile. A client that reads slowly, or an engine that is busy, slows down what comes
 * before it.
 */
@NullMarked
package dev.parley.connectors.gateway.grpc.speech;

import org.jspecify.annotations.NullMarked;
