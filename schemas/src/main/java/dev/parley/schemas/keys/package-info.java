/** The keys that personal fields are encrypted with; whoever destroys one erases what it covers. */
@NullMarked
package dev.parley.schemas.keys;

import org.jspecify.annotations.NullMarked;
