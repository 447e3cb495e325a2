/**
 * Files of one folder that tools may read.
 *
 * <p>A path is looked up a name at a time, each relative to the folder before it and never through
 * a link, so that nothing outside of the folder is reached even if somebody changes it meanwhile.
 * What is hidden, no regular file, no text or too long is refused with a sentence that can be
 * spoken. Where the system has no such look-up (Windows), the tools refuse everything.
 */
@NullMarked
package dev.parley.connectors.tools.files;

import org.jspecify.annotations.NullMarked;
