/** Parley as it runs: the stages in order, their engines, the servers they need, the entrance. */
@NullMarked
package dev.parley.app.running;

import org.jspecify.annotations.NullMarked;
