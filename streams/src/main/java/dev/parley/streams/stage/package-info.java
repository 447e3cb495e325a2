/** What a stage is, and the hosts that run it. */
@NullMarked
package dev.parley.streams.stage;

import org.jspecify.annotations.NullMarked;
