/**
 * A live gateway under a flood of nonsense: it must not fall, leak, or let others wait.
 *
 * <p>{@link dev.parley.load.garbage.GarbageFlood} is the program.
 */
@NullMarked
package dev.parley.load.garbage;

import org.jspecify.annotations.NullMarked;
