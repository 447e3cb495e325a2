/** Starts the benchmark, small and large. */
@NullMarked
package dev.parley.load.scale;

import org.jspecify.annotations.NullMarked;
