/** {@code parley tools} and {@code parley permissions}: what the agent can do, and may. */
@NullMarked
package dev.parley.app.tools;

import org.jspecify.annotations.NullMarked;
