/** What fuzzing hands to this package's parsers. */
@NullMarked
package dev.parley.connectors.gateway.grpc.speech;

import org.jspecify.annotations.NullMarked;
