/**
 * Processes are killed while people talk, and what the talkers notice is counted.
 *
 * <p>{@link dev.parley.load.chaos.Chaos} starts a broker, two processes of each role that is killed
 * and some voice clients; then, at moments and in an order that a seed fixes, it kills a process
 * with {@code kill -9} (or stops one for some seconds) and starts it again under its name. Every
 * reply must come whole and once; how long the talkers had to wait is printed by what was hit.
 */
@NullMarked
package dev.parley.load.chaos;

import org.jspecify.annotations.NullMarked;
