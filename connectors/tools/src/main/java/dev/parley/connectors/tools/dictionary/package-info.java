/**
 * What words mean, from Princeton WordNet 3.1 (WordNet's licence, which allows shipping it), read
 * by extJWNL (BSD). Nothing is asked outside.
 *
 * <p>The data comes along as a jar of 11 MB. It is read when a meaning is first asked for, which
 * takes about a second, and holds some 40 MB of memory from then on, which are given back when the
 * heap runs short.
 */
@NullMarked
package dev.parley.connectors.tools.dictionary;

import org.jspecify.annotations.NullMarked;
