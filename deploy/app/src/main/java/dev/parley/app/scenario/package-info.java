/**
 * {@code parley test}: conversations that people write and run.
 *
 * <p>A scenario is a file of YAML, one conversation each ({@code docs/scenarios.md}). It runs over
 * the topologies' and transforms' own functions in one thread and in virtual time: what they write
 * passes through the codec and is read by those who read its topic, until nothing more is written;
 * only {@code wait} moves the clock. Nothing is drawn at random, so a scenario's events are the
 * same each time.
 */
@NullMarked
package dev.parley.app.scenario;

import org.jspecify.annotations.NullMarked;
