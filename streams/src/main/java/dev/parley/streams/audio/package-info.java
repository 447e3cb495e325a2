/** Sound as numbers: WAV files and changes of rate. Pure computation. */
@NullMarked
package dev.parley.streams.audio;

import org.jspecify.annotations.NullMarked;
