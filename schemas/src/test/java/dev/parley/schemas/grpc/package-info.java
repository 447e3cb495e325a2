/** How the messages of gRPC may change. */
@NullMarked
package dev.parley.schemas.grpc;

import org.jspecify.annotations.NullMarked;
