/** {@code turns} → {@code contexts}: adds what memory knows. */
@NullMarked
package dev.parley.streams.context;

import org.jspecify.annotations.NullMarked;
