/** How commands lay out what they print. */
@NullMarked
package dev.parley.app.text;

import org.jspecify.annotations.NullMarked;
