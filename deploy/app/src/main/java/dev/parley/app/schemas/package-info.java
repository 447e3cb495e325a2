/** The committed event schemas, shown and registered elsewhere. */
@NullMarked
package dev.parley.app.schemas;

import org.jspecify.annotations.NullMarked;
