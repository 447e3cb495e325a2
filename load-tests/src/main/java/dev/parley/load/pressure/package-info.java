/**
 * What becomes of {@code hearing} while its engine is far too slow.
 *
 * <p>Sessions speak at their own pace, also while the engine takes many times as long for each
 * call, and go on when it has recovered. {@code hearing} runs in a process of its own whose heap is
 * far smaller than what waits by then, and which ends at once when memory is out. Judged is that
 * the process lives, that each utterance has one final, in order, that nothing waits in the end,
 * and that no session waits much longer than the others.
 */
@NullMarked
package dev.parley.load.pressure;

import org.jspecify.annotations.NullMarked;
