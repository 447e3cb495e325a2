@org.jspecify.annotations.NullMarked
package dev.parley.streams.tool;
