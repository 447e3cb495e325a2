package dev.parley.streams.audit;

import dev.parley.schemas.codec.HashChain;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition's chain from its beginning, record by record, and finds where it is broken
 * first. What comes after that only tells what happened there. For one thread.
 */
public final class ChainCheck {
    private final int partition;
    private final Checkpoints checkpoints;
    private long next;
    private byte[] link = HashChain.beginning();
    private @Nullable BrokenLink broken;

    /** What the first record that isn't there claimed; null if it is simply missing. */
    private byte @Nullable [] wanted;

    /** What was signed of a partition's chain. */
    public interface Checkpoints {
        /** The link that was signed for a record; empty if none was. */
        Optional<byte[]> at(long sequence);

        /** The highest number that something was signed for; negative if nothing was. */
        long last();
    }

    /** Nothing was signed. */
    public static final Checkpoints UNSIGNED =
            new Checkpoints() {
                @Override
                public Optional<byte[]> at(long sequence) {
                    return Optional.empty();
                }

                @Override
                public long last() {
                    return -1;
                }
            };

    public ChainCheck(int partition, Checkpoints checkpoints) {
        this.partition = partition;
        this.checkpoints = checkpoints;
    }

    /** The number of records that are as they were written. */
    public long verified() {
        return next;
    }

    /** The link of the last of them; zeros before the first. */
    public byte[] link() {
        return link.clone();
    }

    /** Where it is broken, as far as that is known by now. */
    public Optional<BrokenLink> broken() {
        return Optional.ofNullable(broken);
    }

    /** The next record as it lies there. */
    public void accept(ChainedRecord record) {
        if (broken != null) {
            explain(broken, record);
            return;
        }
        byte[] computed = HashChain.link(link, partition, next, record.key(), record.value());
        if (!Arrays.equals(computed, record.link())) {
            broken = mismatch(record);
            return;
        }
        if (record.sequence() != next) {
            broken = broken(BrokenLink.Kind.ALTERED, "its number says " + record.sequence());
            return;
        }
        Optional<byte[]> signed = checkpoints.at(next);
        if (signed.isPresent() && !Arrays.equals(signed.get(), computed)) {
            broken =
                    broken(
                            BrokenLink.Kind.ALTERED,
                            "it isn't what was signed: the chain up to here was written anew");
            return;
        }
        link = computed;
        next++;
    }

    private BrokenLink mismatch(ChainedRecord record) {
        if (record.sequence() < 0) {
            return broken(BrokenLink.Kind.ALTERED, "it has no place in the chain");
        }
        if (record.sequence() > next) {
            return broken(
                    BrokenLink.Kind.DROPPED,
                    "record " + record.sequence() + " stands in its place");
        }
        if (record.sequence() < next) {
            return broken(
                    BrokenLink.Kind.REPEATED,
                    "record " + record.sequence() + " stands in its place once more");
        }
        wanted = record.link().clone();
        return broken(BrokenLink.Kind.ALTERED, "its bytes aren't those that were chained");
    }

    /** What seemed to be gone or altered may stand later. */
    private void explain(BrokenLink first, ChainedRecord record) {
        boolean comesLate =
                first.kind() == BrokenLink.Kind.DROPPED && record.sequence() == first.sequence();
        boolean standsElsewhere =
                first.kind() == BrokenLink.Kind.ALTERED
                        && wanted != null
                        && Arrays.equals(
                                wanted,
                                HashChain.link(
                                        link, partition, next, record.key(), record.value()));
        if (comesLate || standsElsewhere) {
            broken = broken(BrokenLink.Kind.SWAPPED, "it stands after records that came later");
        }
    }

    /**
     * There are no more records.
     *
     * @return where it is broken; empty if it is whole
     */
    public Optional<BrokenLink> end() {
        if (broken == null && checkpoints.last() >= next) {
            broken =
                    broken(
                            BrokenLink.Kind.DROPPED,
                            "the end is gone: up to record " + checkpoints.last() + " was signed");
        }
        return broken();
    }

    private BrokenLink broken(BrokenLink.Kind kind, String why) {
        return new BrokenLink(partition, next, kind, why);
    }
}
