/**
 * Days and moments as people name them, read against a calendar and a clock that are given: pure
 * functions, for any thread.
 *
 * <p>The forms that days, times and repetitions have as slots are those of the intents' document.
 */
@NullMarked
package dev.parley.streams.calendar;

import org.jspecify.annotations.NullMarked;
