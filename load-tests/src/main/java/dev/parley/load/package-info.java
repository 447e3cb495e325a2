/** Benchmarks and trials of a whole Parley under load; each has a package of its own. */
@NullMarked
package dev.parley.load;

import org.jspecify.annotations.NullMarked;
