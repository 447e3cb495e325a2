/**
 * {@code tool.calls} → {@code tool.results}: claims a call, runs it, tells what came of it.
 *
 * <p>A transform: a session's calls run one after another, each on a virtual thread of its own with
 * the tool's time limit, while the lane waits.
 *
 * <p>A function that the session's client declared is passed by: the gateway has the client run it.
 *
 * <p>Redelivery: the ledger's claim decides. A call that ran is told again with its result. One
 * that was claimed and whose outcome nobody knows runs again only if the tool is idempotent; else
 * that is said, and it is never repeated. That goes for a tool that broke in mid-action or ran out
 * of time, too: only what the tool itself reports as failed frees the claim. A ledger that is away
 * after the tool has acted doesn't make it act twice: the lane remembers what came of the call.
 */
@NullMarked
package dev.parley.streams.tool;

import org.jspecify.annotations.NullMarked;
