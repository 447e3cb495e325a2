/**
 * The sound card of the machine on which the command line runs, behind a port of our own: {@link
 * dev.parley.app.client.device.SoundCard}. All sound is 16-bit mono at the rate that was asked for,
 * whatever the device itself wants.
 *
 * <p>A recording is read by one thread. A playback is driven by one thread at a time and never
 * waits.
 */
@NullMarked
package dev.parley.app.client.device;

import org.jspecify.annotations.NullMarked;
