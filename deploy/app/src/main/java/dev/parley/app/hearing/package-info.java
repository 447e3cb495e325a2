/** {@code parley hearing}: how well the recognisers understand. */
@NullMarked
package dev.parley.app.hearing;

import org.jspecify.annotations.NullMarked;
