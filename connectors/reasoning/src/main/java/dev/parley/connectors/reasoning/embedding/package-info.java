/**
 * Sentences as vectors, by all-MiniLM-L6-v2 (quantised, Apache-2.0) inside the JVM. The engine owns
 * a bounded pool of platform threads for the model's native work; whoever calls waits, and may be a
 * virtual thread.
 */
@NullMarked
package dev.parley.connectors.reasoning.embedding;

import org.jspecify.annotations.NullMarked;
