/**
 * How {@code hearing} grows with its processes.
 *
 * <p>A broker runs in the benchmark's process, {@code hearing} in processes of its own, as many as
 * a run has. Sessions are sound that is written to {@code audio.in} at its own pace, 60 ms a
 * record, and what is heard of it is read from {@code speech}. A run's throughput is the sound that
 * was spoken, in seconds, by the time from its first record to the last final.
 *
 * <p>What is heard is held against what was said: of each utterance one final, with its beginning,
 * its end and its words, in order, once what comes again is left out by its id. The engine that
 * waits counts the loud samples of each utterance, so that one that is lost or heard twice shows.
 */
@NullMarked
package dev.parley.load.scale;

import org.jspecify.annotations.NullMarked;
