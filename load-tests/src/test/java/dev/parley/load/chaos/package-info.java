/** The plan and the sums of the chaos suite; the suite itself is a part of the long checks. */
@NullMarked
package dev.parley.load.chaos;

import org.jspecify.annotations.NullMarked;
