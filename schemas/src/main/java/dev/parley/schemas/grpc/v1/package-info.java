/**
 * The messages of gRPC's services, generated from the protos of {@code dev.parley.v1}, which say
 * what each of them means. Immutable.
 */
@NullMarked
package dev.parley.schemas.grpc.v1;

import org.jspecify.annotations.NullMarked;
