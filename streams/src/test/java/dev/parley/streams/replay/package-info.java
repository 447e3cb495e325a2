@NullMarked
package dev.parley.streams.replay;

import org.jspecify.annotations.NullMarked;
