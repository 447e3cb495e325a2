/**
 * The weather, from Open-Meteo (open-meteo.com; its data is CC BY 4.0) or a server of one's own
 * that speaks its protocol.
 *
 * <p>A question tells the server the name of a place and its coordinates, and nothing of who asks.
 * As that leaves the machine all the same, it is off unless the configuration allows it. Answers
 * are kept for a while, so that the same question isn't sent again.
 *
 * <p>Blocks, within the time limits of the configuration; safe for many threads.
 */
@NullMarked
package dev.parley.connectors.tools.weather;

import org.jspecify.annotations.NullMarked;
