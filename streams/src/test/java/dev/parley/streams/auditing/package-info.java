@NullMarked
package dev.parley.streams.auditing;

import org.jspecify.annotations.NullMarked;
