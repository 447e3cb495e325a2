/**
 * What the agent can do, and what keeps it from doing it twice, too often or without leave.
 *
 * <p>Tools ({@link dev.parley.connectors.tools.Toolbox} lists them) are pure functions of their
 * arguments and the circumstances of the call, safe for many threads, and answer in the slots that
 * their class documents. What can't be done is a {@link
 * dev.parley.streams.tool.ToolFailureException} whose message can be spoken.
 *
 * <p>The stores ({@link dev.parley.connectors.tools.PostgresLedger}, {@link
 * dev.parley.connectors.tools.RedisRateLimiter}) block and are meant for virtual threads. A server
 * that is away is a {@link dev.parley.streams.stage.PassingFaultException}, at once if it refuses, else within ten seconds.
 *
 * <p>Units stand in a table of our own: the units of a kitchen and a journey are some forty exact
 * decimal factors, while a library of quantities (JSR 385 and its implementations) brings five
 * artifacts, generic quantity types and conversions through {@code double} or rational chains, and
 * still no spoken names.
 */
@NullMarked
package dev.parley.connectors.tools;

import org.jspecify.annotations.NullMarked;
