/** Fuzzing: what was found once stays found, and a live gateway under a flood of nonsense. */
@NullMarked
package dev.parley.load.fuzz;

import org.jspecify.annotations.NullMarked;
