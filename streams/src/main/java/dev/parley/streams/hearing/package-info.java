/** {@code audio.in} → {@code speech}: tells speech from silence and turns it into words. */
@NullMarked
package dev.parley.streams.hearing;

import org.jspecify.annotations.NullMarked;
