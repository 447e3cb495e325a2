package dev.parley.streams.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.HashChain;
import dev.parley.streams.audit.BrokenLink.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Chains of random records, and what somebody might do to them. */
class ChainCheckTest {
    private static final int PARTITION = 3;

    @Property(tries = 200)
    void aChainAsItWasWrittenIsWhole(@ForAll long seed, @ForAll @IntRange(max = 40) int size) {
        List<ChainedRecord> chain = chain(seed, size);

        assertThat(broken(chain, ChainCheck.UNSIGNED)).isEmpty();
    }

    @Property(tries = 500)
    void aFlippedBitIsFoundWhereItIs(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size) {
        // Given
        List<ChainedRecord> chain = chain(seed, size);
        Random random = new Random(seed);
        int at = random.nextInt(size);
        ChainedRecord old = chain.get(at);
        byte[] link = old.link().clone();
        byte[] key = old.key().clone();
        byte[] value = old.value().clone();
        byte[] one = List.of(link, key, value).get(random.nextInt(3));
        one[random.nextInt(one.length)] ^= (byte) (1 << random.nextInt(8));

        // When
        chain.set(at, new ChainedRecord(old.sequence(), link, key, value));

        // Then
        BrokenLink broken = broken(chain, ChainCheck.UNSIGNED).orElseThrow();
        assertThat(broken.partition()).isEqualTo(PARTITION);
        assertThat(broken.sequence()).isEqualTo(at);
        assertThat(broken.kind()).isEqualTo(Kind.ALTERED);
    }

    @Property(tries = 200)
    void aRecordOfAnotherNumberIsFound(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size) {
        // Given
        List<ChainedRecord> chain = chain(seed, size);
        int at = new Random(seed).nextInt(size);
        ChainedRecord old = chain.get(at);

        // When
        chain.set(at, new ChainedRecord(old.sequence() ^ 64, old.link(), old.key(), old.value()));

        // Then
        BrokenLink broken = broken(chain, ChainCheck.UNSIGNED).orElseThrow();
        assertThat(broken.sequence()).isEqualTo(at);
        assertThat(broken.kind()).isEqualTo(Kind.ALTERED);
    }

    @Property(tries = 300)
    void aDroppedRecordIsMissed(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int size) {
        // Given
        List<ChainedRecord> chain = chain(seed, size);
        int at = new Random(seed).nextInt(size - 1);

        // When
        chain.remove(at);

        // Then
        BrokenLink broken = broken(chain, ChainCheck.UNSIGNED).orElseThrow();
        assertThat(broken.sequence()).isEqualTo(at);
        assertThat(broken.kind()).isEqualTo(Kind.DROPPED);
    }

    @Property(tries = 200)
    void anEndThatIsGoneIsMissedIfItWasSigned(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size) {
        // Given
        List<ChainedRecord> chain = chain(seed, size);
        int kept = new Random(seed).nextInt(size);
        ChainCheck.Checkpoints signed = signed(chain.getLast());

        // When
        List<ChainedRecord> left = chain.subList(0, kept);

        // Then
        assertThat(broken(left, ChainCheck.UNSIGNED)).isEmpty();
        BrokenLink broken = broken(left, signed).orElseThrow();
        assertThat(broken.sequence()).isEqualTo(kept);
        assertThat(broken.kind()).isEqualTo(Kind.DROPPED);
    }

    @Property(tries = 300)
    void aRepeatedRecordIsFound(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size) {
        // Given
        List<ChainedRecord> chain = chain(seed, size);
        Random random = new Random(seed);
        int which = random.nextInt(size);
        int where = which + 1 + random.nextInt(size - which);

        // When
        chain.add(where, chain.get(which));

        // Then
        BrokenLink broken = broken(chain, ChainCheck.UNSIGNED).orElseThrow();
        assertThat(broken.sequence()).isEqualTo(where);
        assertThat(broken.kind()).isEqualTo(Kind.REPEATED);
    }

    @Property(tries = 300)
    void swappedRecordsAreFound(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int size) {
        // Given
        List<ChainedRecord> chain = chain(seed, size);
        Random random = new Random(seed);
        int first = random.nextInt(size - 1);
        int second = first + 1 + random.nextInt(size - first - 1);

        // When
        Collections.swap(chain, first, second);

        // Then
        BrokenLink broken = broken(chain, ChainCheck.UNSIGNED).orElseThrow();
        assertThat(broken.sequence()).isEqualTo(first);
        assertThat(broken.kind()).isEqualTo(Kind.SWAPPED);
    }

    @Property(tries = 300)
    void recordsWhoseBytesChangedPlacesAreFound(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int size) {
        // Given
        List<ChainedRecord> chain = chain(seed, size);
        Random random = new Random(seed);
        int first = random.nextInt(size - 1);
        int second = first + 1 + random.nextInt(size - first - 1);
        ChainedRecord a = chain.get(first);
        ChainedRecord b = chain.get(second);

        // When
        chain.set(first, new ChainedRecord(a.sequence(), a.link(), b.key(), b.value()));
        chain.set(second, new ChainedRecord(b.sequence(), b.link(), a.key(), a.value()));

        // Then
        BrokenLink broken = broken(chain, ChainCheck.UNSIGNED).orElseThrow();
        assertThat(broken.sequence()).isEqualTo(first);
        assertThat(broken.kind()).isEqualTo(Kind.SWAPPED);
    }

    @Property(tries = 200)
    void aChainThatWasWrittenAnewIsntWhatWasSigned(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size) {
        // Given
        ChainCheck.Checkpoints signed = signed(chain(seed, size).getLast());

        // When: all its links are right, of other records
        List<ChainedRecord> anew = chain(~seed, size);

        // Then
        assertThat(broken(anew, ChainCheck.UNSIGNED)).isEmpty();
        BrokenLink broken = broken(anew, signed).orElseThrow();
        assertThat(broken.sequence()).isEqualTo(size - 1);
        assertThat(broken.kind()).isEqualTo(Kind.ALTERED);
    }

    @Property(tries = 100)
    void aChainOfAnotherPartitionIsNone(@ForAll long seed) {
        ChainCheck check = new ChainCheck(PARTITION + 1, ChainCheck.UNSIGNED);
        chain(seed, 3).forEach(check::accept);

        assertThat(check.end().orElseThrow().sequence()).isZero();
    }

    private static Optional<BrokenLink> broken(
            List<ChainedRecord> chain, ChainCheck.Checkpoints checkpoints) {
        ChainCheck check = new ChainCheck(PARTITION, checkpoints);
        chain.forEach(check::accept);
        return check.end();
    }

    private static ChainCheck.Checkpoints signed(ChainedRecord last) {
        return new ChainCheck.Checkpoints() {
            @Override
            public Optional<byte[]> at(long sequence) {
                return sequence == last.sequence() ? Optional.of(last.link()) : Optional.empty();
            }

            @Override
            public long last() {
                return last.sequence();
            }
        };
    }

    private static List<ChainedRecord> chain(long seed, int size) {
        Random random = new Random(seed);
        List<ChainedRecord> chain = new ArrayList<>();
        byte[] link = HashChain.beginning();
        for (int i = 0; i < size; i++) {
            byte[] key = new byte[1 + random.nextInt(20)];
            byte[] value = new byte[9 + random.nextInt(100)];
            random.nextBytes(key);
            random.nextBytes(value);
            link = HashChain.link(link, PARTITION, i, key, value);
            chain.add(new ChainedRecord(i, link, key, value));
        }
        return chain;
    }
}
