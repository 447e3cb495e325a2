/** {@code parley user}: the users of a running Parley and their tokens, over its HTTP API. */
@NullMarked
package dev.parley.app.users;

import org.jspecify.annotations.NullMarked;
