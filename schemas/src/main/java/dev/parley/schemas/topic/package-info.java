/** The topics: what each carries, by which key, and how long it is kept. */
@NullMarked
package dev.parley.schemas.topic;

import org.jspecify.annotations.NullMarked;
