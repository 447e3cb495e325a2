/**
 * {@code parley lists}, {@code parley notes}, {@code parley reminders}: what a running Parley keeps
 * for its user, over its HTTP API.
 */
@NullMarked
package dev.parley.app.notebook;

import org.jspecify.annotations.NullMarked;
