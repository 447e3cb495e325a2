/** What fuzzing hands to this package's parsers. */
@NullMarked
package dev.parley.app.replay;

import org.jspecify.annotations.NullMarked;
