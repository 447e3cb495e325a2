/** Judges the trial, and runs it small. */
@NullMarked
package dev.parley.load.pressure;

import org.jspecify.annotations.NullMarked;
