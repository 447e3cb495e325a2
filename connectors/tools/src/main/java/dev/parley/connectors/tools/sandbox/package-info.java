/**
 * Programs behind walls: bubblewrap's namespaces, a seccomp filter assembled here, and resource
 * limits.
 *
 * <p>{@link dev.parley.connectors.tools.sandbox.BubblewrapSandbox} runs a program with every
 * namespace of its own, a root that can't be written, a bounded scratch folder, an empty
 * environment and no privileges; {@link dev.parley.connectors.tools.sandbox.ProvenSandbox} lets
 * nothing run before {@link dev.parley.connectors.tools.sandbox.Walls} has seen each wall hold.
 *
 * <p>Where Parley runs as root, programs get a user id of their own ({@link
 * dev.parley.connectors.tools.sandbox.SandboxConfig#uid()}): root isn't held by limits.
 *
 * <p>Everything here blocks and is meant for virtual threads. What a program printed is never
 * logged.
 */
@NullMarked
package dev.parley.connectors.tools.sandbox;

import org.jspecify.annotations.NullMarked;
