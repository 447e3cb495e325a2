/**
 * The HTTP API: turns in text, sessions, the catalogue of topics, the configuration, and the
 * document that describes all routes. Every error is a problem (RFC 9457).
 *
 * <p>What a client does becomes events of the log; no stage is called. A caller reaches its own
 * sessions alone: those of others are not told apart from those that never were.
 *
 * <p>Threads: handlers come on Vert.x' event loop; what blocks runs on a virtual thread per
 * request, and answers on the request's event loop.
 */
@NullMarked
package dev.parley.connectors.gateway.http;

import org.jspecify.annotations.NullMarked;
