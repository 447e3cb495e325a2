/** {@code tool.calls} → {@code tool.results}: claims a call, runs it, tells what came of it. */
@NullMarked
package dev.parley.streams.tool;

import org.jspecify.annotations.NullMarked;
