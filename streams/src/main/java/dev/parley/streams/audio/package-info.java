/**
 * Sound as numbers: WAV files, bytes, and changes of rate. Pure computation; samples are signed
 * 16-bit, one channel, unless said otherwise.
 */
@NullMarked
package dev.parley.streams.audio;

import org.jspecify.annotations.NullMarked;
