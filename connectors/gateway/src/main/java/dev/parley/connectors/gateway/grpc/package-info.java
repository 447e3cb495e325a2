/**
 * gRPC: conversations aloud, turns in text, and the tools, over HTTP/2. Each server has {@code
 * grpc.health.v1} and reflection; everything but health needs a token, as {@code authorization:
 * Bearer}.
 *
 * <p>A turn in text is one of {@link dev.parley.connectors.gateway.turns}. A voice call is carried
 * on over a WebSocket of this same gateway, so that there is one kind of voice session: sound
 * passes as it is, events are translated.
 *
 * <p>Threads: handlers come on Vert.x' event loop; what blocks runs on a virtual thread per call.
 */
@NullMarked
package dev.parley.connectors.gateway.grpc;

import org.jspecify.annotations.NullMarked;
