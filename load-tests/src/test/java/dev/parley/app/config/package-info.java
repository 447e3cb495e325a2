/** What fuzzing hands to this package's parsers. */
@NullMarked
package dev.parley.app.config;

import org.jspecify.annotations.NullMarked;
