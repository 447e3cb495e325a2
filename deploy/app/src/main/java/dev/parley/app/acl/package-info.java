/**
 * Who may do what on the broker: a user per stage, with the topics that it reads and writes, its
 * group and what it keeps, and nothing else. {@code acls.tsv} beside this package holds the rules
 * as a file; a test keeps it in step with the stages.
 */
@NullMarked
package dev.parley.app.acl;

import org.jspecify.annotations.NullMarked;
