@org.jspecify.annotations.NullMarked
package dev.parley.schemas.codec;
