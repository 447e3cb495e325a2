/**
 * Reads what people say and type in English: words, numbers, lengths of time, units, sums.
 * Everything here is a pure function without state, safe for use by many threads, and throws
 * nothing for any text.
 */
@NullMarked
package dev.parley.connectors.reasoning.language;

import org.jspecify.annotations.NullMarked;
