/**
 * A real Kafka broker, a real PostgreSQL and a real Redis with nothing to install: started by this
 * JVM on one data folder, gone with it, their data kept.
 *
 * <p><b>Contract.</b> Each server can be started alone ({@code EmbeddedKafka.start(folder)} and its
 * siblings), or all three by {@link dev.parley.embedded.EmbeddedServers}. All listen on 127.0.0.1
 * only and want a password that was generated at the first start and lies, readable by the owner
 * only, in the data folder. Ports are remembered between starts. A folder has at most one owner;
 * what a killed owner left running is stopped by the next start.
 *
 * <p><b>Errors.</b> Whatever keeps a server from starting is an {@link
 * dev.parley.embedded.EmbeddedStartException}, whose message is meant for the user.
 *
 * <p><b>Threads.</b> Starting blocks the caller; interrupting it gives the start up and cleans up.
 * {@code close} may be called from any thread, more than once. Nothing here adds a shutdown hook:
 * whoever starts servers closes them, after their clients.
 *
 * <p>This package depends on no other part of Parley.
 */
@NullMarked
package dev.parley.embedded;

import org.jspecify.annotations.NullMarked;
