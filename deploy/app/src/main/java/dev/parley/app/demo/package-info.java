/**
 * The demo: asks a running installation a list of questions, aloud and as a client would, and
 * believes only its own ears.
 *
 * <p>What is asked is drawn from a seed. The right answer is worked out here, on another path than
 * the tools': from a table of cities and their zones, from integer arithmetic on the drawn numbers,
 * from the definitions of the units. A question passes if the reply's words hold that answer
 * <em>and</em> the reply's sound, recognised again, holds it too.
 */
@NullMarked
package dev.parley.app.demo;

import org.jspecify.annotations.NullMarked;
