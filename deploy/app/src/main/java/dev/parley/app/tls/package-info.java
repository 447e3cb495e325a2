/**
 * {@code parley tls}: an authority of one's own, a certificate for this machine, and how others
 * come to trust it.
 */
@NullMarked
package dev.parley.app.tls;

import org.jspecify.annotations.NullMarked;
