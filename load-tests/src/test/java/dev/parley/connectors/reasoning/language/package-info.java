/** What fuzzing hands to this package's parsers. */
@NullMarked
package dev.parley.connectors.reasoning.language;

import org.jspecify.annotations.NullMarked;
