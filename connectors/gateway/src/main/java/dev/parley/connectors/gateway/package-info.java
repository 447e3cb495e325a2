/**
 * The entrance: clients speak the OpenAI Realtime protocol (GA event names) over a WebSocket, or
 * plain HTTP; what they do becomes events of the log, and what happens in their conversation comes
 * back to them from the log. No stage is called.
 *
 * <p>Reads {@code audio.out}, {@code speech}, {@code replies}, {@code cancellations}, {@code
 * confirmations}, {@code timelines}, {@code turns}, {@code intents}, {@code tool.requests}, {@code
 * tool.calls}, {@code tool.results}, {@code failures} and {@code control}, uncommitted and from the
 * end, on the partitions onto which it mints sessions. Writes {@code audio.in}, {@code control} and
 * {@code presence}, and, of functions that its clients run, {@code tool.results}.
 *
 * <p>Order: what a client sends is written in the order in which it came. What is read is passed on
 * in the order of each topic; the sounds of a reply are put in order and freed of repetitions, and
 * replies are delivered one after the other.
 *
 * <p>Threads: sockets belong to Vert.x' event loop, and each session to one virtual thread that
 * alone touches its state. A session that fails, or whose client stops reading, ends alone.
 */
@NullMarked
package dev.parley.connectors.gateway;

import org.jspecify.annotations.NullMarked;
