/**
 * Programs that the operator approved, and how the machine does.
 *
 * <p>A program is a list of arguments with named places for what the user says ({@link
 * dev.parley.connectors.tools.system.ArgvTemplate}); no shell reads it. Three files name them all:
 * <em>actions</em>, programs of this machine; <em>scripts</em>, approved by the digest of their
 * content and always run behind walls; <em>modules</em>, WebAssembly approved in the same way.
 * Whatever isn't there doesn't run.
 *
 * <p>What they print is data for the answer, bounded, and text or refused.
 */
@NullMarked
package dev.parley.connectors.tools.system;

import org.jspecify.annotations.NullMarked;
