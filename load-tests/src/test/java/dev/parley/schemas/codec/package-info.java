/** What fuzzing hands to this package's parsers. */
@NullMarked
package dev.parley.schemas.codec;

import org.jspecify.annotations.NullMarked;
