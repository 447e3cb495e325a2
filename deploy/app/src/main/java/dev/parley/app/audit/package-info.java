/**
 * {@code parley audit}: whether the audit is as it was written, in the topic and in the table, and
 * what it says.
 */
@NullMarked
package dev.parley.app.audit;

import org.jspecify.annotations.NullMarked;
