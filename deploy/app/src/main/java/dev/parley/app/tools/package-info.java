/** {@code parley tools}: what a running Parley's agent can do. */
@NullMarked
package dev.parley.app.tools;

import org.jspecify.annotations.NullMarked;
