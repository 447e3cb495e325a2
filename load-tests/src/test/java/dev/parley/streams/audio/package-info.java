/** What fuzzing hands to this package's parsers. */
@NullMarked
package dev.parley.streams.audio;

import org.jspecify.annotations.NullMarked;
