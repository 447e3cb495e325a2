package dev.parley.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.tools.audit.AuditKey;
import dev.parley.connectors.tools.audit.Checkpoint;
import dev.parley.connectors.tools.audit.StoredRow;
import dev.parley.streams.audit.ChainedRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir private Path folder;
    private final MemoryAudit audit = new MemoryAudit();
    private AuditKey key;

    @BeforeEach
    void write() {
        key = AuditKey.openOrCreate(folder.resolve(AuditKey.FILE));
        audit.write(0, 12);
        audit.write(2, 5);
    }

    @Test
    void whatIsAsItWasWrittenIsWhole() throws Exception {
        // Given
        sign(0, 9);

        // When
        Verification.Verdict verdict = verify();

        // Then
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.notes()).isEmpty();
        assertThat(verdict.records()).isEqualTo(17);
        assertThat(verdict.rows()).isEqualTo(17);
        assertThat(verdict.checkpoints()).isEqualTo(1);
        assertThat(verdict.signed()).isEqualTo(10);
    }

    @Test
    void aBitFlippedInTheTopicIsNamed() throws Exception {
        audit.topic.get(0).set(4, flipped(audit.topic.get(0).get(4)));

        assertThat(told()).containsExactly("topic 0/4 ALTERED");
    }

    @Test
    void aBitFlippedInTheTableIsNamed() throws Exception {
        row(2, 3, flipped(audit.topic.get(2).get(3)));

        assertThat(told()).containsExactly("table 2/3 ALTERED");
    }

    @Test
    void aRecordDroppedFromTheTopicIsNamed() throws Exception {
        audit.topic.get(0).remove(7);

        assertThat(told()).containsExactly("topic 0/7 DROPPED");
    }

    @Test
    void aRowDroppedFromTheTableIsNamed() throws Exception {
        audit.rows.get(0).remove(7);

        assertThat(told()).containsExactly("table 0/7 DROPPED");
    }

    @Test
    void aRepeatedRecordIsNamed() throws Exception {
        audit.topic.get(0).add(6, audit.topic.get(0).get(5));

        assertThat(told()).containsExactly("topic 0/6 REPEATED");
    }

    @Test
    void swappedRecordsAreNamed() throws Exception {
        Collections.swap(audit.topic.get(0), 3, 8);

        assertThat(told()).containsExactly("topic 0/3 SWAPPED");
    }

    @Test
    void rowsWhoseBytesWereSwappedAreNamed() throws Exception {
        // Given
        ChainedRecord a = audit.topic.get(0).get(3);
        ChainedRecord b = audit.topic.get(0).get(8);

        // When
        row(0, 3, new ChainedRecord(3, a.link(), b.key(), b.value()));
        row(0, 8, new ChainedRecord(8, b.link(), a.key(), a.value()));

        // Then
        assertThat(told()).containsExactly("table 0/3 SWAPPED");
    }

    @Test
    void eachPartitionIsAChainOfItsOwn() throws Exception {
        audit.topic.get(0).remove(7);
        audit.topic.get(2).remove(1);

        assertThat(told()).containsExactly("topic 0/7 DROPPED", "topic 2/1 DROPPED");
    }

    @Test
    void aRowThatSaysSomethingElseThanItsRecordIsNamed() throws Exception {
        // When
        StoredRow old = audit.rows.get(0).get(5);
        Map<String, String> columns = new HashMap<>(old.columns());
        columns.put("outcome", "authorized");
        audit.rows.get(0).set(5, new StoredRow(old.record(), columns));

        // Then
        assertThat(told()).containsExactly("table 0/5 ALTERED");
        assertThat(verify().findings().getFirst().broken().why()).contains("outcome");
    }

    @Test
    void aTopicWhoseEndIsGoneIsNamed() throws Exception {
        audit.topic.get(0).subList(9, 12).clear();

        assertThat(told()).containsExactly("topic 0/9 DROPPED");
    }

    @Test
    void anEndThatIsGoneFromBothIsNamedIfItWasSigned() throws Exception {
        // Given
        sign(0, 11);

        // When
        audit.topic.get(0).subList(9, 12).clear();
        audit.rows.get(0).subList(9, 12).clear();

        // Then
        assertThat(told()).containsExactly("topic 0/9 DROPPED", "table 0/9 DROPPED");
    }

    @Test
    void aTableThatNobodyFillsNowMayStillFollow() throws Exception {
        audit.rows.get(0).subList(9, 12).clear();

        assertThat(told()).isEmpty();
        assertThat(verify().notes()).singleElement().asString().contains("9 of 12");
    }

    @Test
    void chainsThatWereWrittenAnewDifferFromEachOther() throws Exception {
        // Given
        MemoryAudit anew = new MemoryAudit("notes");
        anew.write(0, 12);

        // When
        audit.topic.put(0, anew.topic.get(0));

        // Then
        assertThat(told()).containsExactly("table 0/0 DIFFERS");
    }

    @Test
    void bothWrittenAnewArentWhatWasSigned() throws Exception {
        // Given
        sign(0, 6);
        MemoryAudit anew = new MemoryAudit("notes");
        anew.write(0, 12);

        // When
        audit.topic.put(0, anew.topic.get(0));
        audit.rows.put(0, anew.rows.get(0));

        // Then
        assertThat(told()).containsExactly("topic 0/6 ALTERED", "table 0/6 ALTERED");
    }

    @Test
    void aCheckpointOfAnotherKeyIsForged() throws Exception {
        // Given
        AuditKey another = AuditKey.openOrCreate(folder.resolve("another.key"));

        // When
        keep(another.sign(0, 6, audit.topic.get(0).get(6).link(), NOW));

        // Then
        assertThat(told()).containsExactly("checkpoint 0/6 FORGED_CHECKPOINT");
    }

    @Test
    void aCheckpointThatWasChangedIsForged() throws Exception {
        // When
        Checkpoint good = key.sign(0, 6, audit.topic.get(0).get(6).link(), NOW);
        keep(
                new Checkpoint(
                        0,
                        7,
                        audit.topic.get(0).get(7).link(),
                        NOW,
                        good.signer(),
                        good.signature()));

        // Then
        assertThat(told()).containsExactly("checkpoint 0/7 FORGED_CHECKPOINT");
    }

    private static ChainedRecord flipped(ChainedRecord record) {
        byte[] value = record.value().clone();
        value[value.length / 2] ^= 4;
        return new ChainedRecord(record.sequence(), record.link(), record.key(), value);
    }

    private void row(int partition, int sequence, ChainedRecord record) {
        List<StoredRow> rows = audit.rows.get(partition);
        rows.set(sequence, new StoredRow(record, rows.get(sequence).columns()));
    }

    private void sign(int partition, int sequence) {
        keep(key.sign(partition, sequence, audit.topic.get(partition).get(sequence).link(), NOW));
    }

    private void keep(Checkpoint checkpoint) {
        audit.signed
                .computeIfAbsent(checkpoint.partition(), missing -> new ArrayList<>())
                .add(checkpoint);
    }

    private List<String> told() throws InterruptedException {
        return verify().findings().stream()
                .map(
                        each ->
                                each.place()
                                        + " "
                                        + each.broken().partition()
                                        + "/"
                                        + each.broken().sequence()
                                        + " "
                                        + each.broken().kind())
                .toList();
    }

    private Verification.Verdict verify() throws InterruptedException {
        return new Verification(
                        audit, audit, List.of(key.authority()), audit.codec, false, done -> {})
                .verify();
    }
}
