/** What fuzzing hands to this package's parsers. */
@NullMarked
package dev.parley.connectors.gateway;

import org.jspecify.annotations.NullMarked;
