/** What fuzzing hands to this package's parsers. */
@NullMarked
package dev.parley.connectors.gateway.http;

import org.jspecify.annotations.NullMarked;
