/** Looks for what could go wrong on this machine. */
@NullMarked
package dev.parley.app.doctor;

import org.jspecify.annotations.NullMarked;
