package dev.parley.connectors.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.connectors.tools.PostgresServer;
import dev.parley.schemas.codec.HashChain;
import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Digest;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.auditing.AuditTrail.Position;
import dev.parley.streams.auditing.AuditTrail.Wanted;
import dev.parley.streams.auditing.KeptEntry;
import io.r2dbc.pool.ConnectionPool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresAuditIT {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir private static Path folder;
    private static PostgresServer server;
    private static int partitions;

    private final int partition = partitions++;
    private final UserId user = new UserId("user-" + partition);
    private ConnectionPool pool;
    private PostgresAudit audit;

    @BeforeAll
    static void startServer() throws Exception {
        server = new PostgresServer(folder);
        AuditSchema.migrate(server.dataSource());
        AuditSchema.migrate(server.dataSource());
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void connect() {
        pool = server.pool();
        audit = new PostgresAudit(pool);
    }

    @AfterEach
    void disconnect() {
        pool.dispose();
    }

    @Test
    void keepsAnEntryAsItWasWritten() {
        // Given
        KeptEntry entry = chain(1).getFirst();

        // When
        audit.keep(entry);
        audit.keep(entry);

        // Then
        StoredRow row = audit.from(partition, 0, 10).getFirst();
        assertThat(row.record().link()).isEqualTo(entry.link());
        assertThat(row.record().key()).isEqualTo(entry.key());
        assertThat(row.record().value()).isEqualTo(entry.value());
        assertThat(row.contradiction(entry.entry())).isEmpty();
        assertThat(find(null, 10))
                .singleElement()
                .extracting(KeptEntry::entry)
                .isEqualTo(entry.entry());
    }

    @Test
    void keepsNoOtherEntryInThePlaceOfOne() {
        KeptEntry first = chain(1).getFirst();
        audit.keep(first);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () ->
                                audit.keep(
                                        new KeptEntry(
                                                partition,
                                                0,
                                                new byte[32],
                                                first.key(),
                                                first.value(),
                                                first.entry())));
        assertThat(audit.from(partition, 0, 10)).hasSize(1);
    }

    @Test
    void tellsTheNewestFirstPageByPage() {
        // Given: some of the same moment
        List<KeptEntry> chain = chain(9);
        chain.forEach(audit::keep);

        // When
        List<Long> found = new ArrayList<>();
        Position before = null;
        List<KeptEntry> page;
        do {
            page = find(before, 4);
            page.forEach(each -> found.add(each.sequence()));
            before = page.isEmpty() ? null : Position.parse(Position.of(page.getLast()).text());
        } while (before != null);

        // Then
        assertThat(found).containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L);
    }

    @Test
    void tellsWhatWasWantedAlone() {
        chain(9).forEach(audit::keep);

        assertThat(numbers(new Wanted(user, "tool-1", null, null, null, null, null, null)))
                .containsExactly(7L, 4L, 1L);
        assertThat(
                        numbers(
                                new Wanted(
                                        user,
                                        null,
                                        "tool.requested",
                                        "pending",
                                        START.plusSeconds(2),
                                        START.plusSeconds(4),
                                        null,
                                        null)))
                .containsExactly(7L, 6L, 5L, 4L);
        assertThat(
                        numbers(
                                new Wanted(
                                        user,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        SessionId.on(partition, "talking"),
                                        new CallId("c4"))))
                .containsExactly(4L);
        assertThat(numbers(new Wanted(user, "x' or 1=1 --", null, null, null, null, null, null)))
                .isEmpty();
    }

    @Test
    void notEvenWhoOwnsTheServerChangesItInPassing() throws Exception {
        // Given
        chain(3).forEach(audit::keep);
        signer("owner.key").signAll();

        // Then
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("entries", "checkpoints")) {
                for (String change :
                        List.of(
                                "update parley_audit.%s set link = ''",
                                "delete from parley_audit.%s", "truncate parley_audit.%s")) {
                    assertThatExceptionOfType(SQLException.class)
                            .as(change)
                            .isThrownBy(() -> statement.execute(change.formatted(table)))
                            .withMessageContaining("append only");
                }
            }
        }
    }

    @Test
    void signsWhatIsWholeFromTheLastCheckpointOn() {
        // Given
        List<KeptEntry> chain = chain(6);
        CheckpointSigner signer = signer("signs.key");

        // When: the third is late
        audit.keep(chain.get(0));
        audit.keep(chain.get(1));
        audit.keep(chain.get(3));
        signer.signAll();
        signer.signAll();
        audit.keep(chain.get(2));
        signer.signAll();

        // Then
        AuditKey key = AuditKey.openOrCreate(folder.resolve("signs.key"));
        List<Checkpoint> signed = audit.checkpoints(partition);
        assertThat(signed).extracting(Checkpoint::sequence).containsExactly(1L, 3L);
        assertThat(signed).allMatch(key.authority()::signed);
        assertThat(signed.getLast().link()).isEqualTo(chain.get(3).link());
        signer.close();
    }

    @Test
    void signsNothingThatIsBroken() {
        // Given
        List<KeptEntry> chain = chain(3);
        KeptEntry bad = chain.get(1);
        CheckpointSigner signer = signer("careful.key");

        // When
        audit.keep(chain.get(0));
        audit.keep(new KeptEntry(partition, 1, bad.link(), bad.key(), new byte[] {1}, bad.entry()));
        audit.keep(chain.get(2));
        signer.signAll();

        // Then
        assertThat(audit.checkpoints(partition))
                .extracting(Checkpoint::sequence)
                .containsExactly(0L);
        signer.close();
    }

    @Test
    void signsByItselfOnceManyWereKept() throws Exception {
        // Given
        AuditKey key = AuditKey.openOrCreate(folder.resolve("soon.key"));

        // When
        try (CheckpointSigner signer =
                new CheckpointSigner(audit, key, InstantSource.system(), Duration.ofHours(1), 5)) {
            chain(5).forEach(signer::keep);

            // Then
            Instant until = Instant.now().plusSeconds(60);
            while (audit.checkpoints(partition).isEmpty()) {
                assertThat(Instant.now()).isBefore(until);
                Thread.sleep(20);
            }
        }
    }

    @Test
    void theKeyIsItsOwnersAlone() throws Exception {
        // Given
        Path file = folder.resolve("private.key");
        AuditKey key = AuditKey.openOrCreate(file);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AuditKey.openOrCreate(file).authority().name())
                .isEqualTo(key.authority().name());
        assertThat(SigningAuthority.of(key.authority().pem()).name())
                .isEqualTo(key.authority().name());
        assertThat(key.authority().pem()).doesNotContain("PRIVATE");

        // When
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        // Then
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> AuditKey.openOrCreate(file))
                .withMessageContaining("chmod 600");
    }

    private CheckpointSigner signer(String file) {
        return new CheckpointSigner(
                audit,
                AuditKey.openOrCreate(folder.resolve(file)),
                InstantSource.system(),
                Duration.ofHours(1),
                1_000_000);
    }

    private List<KeptEntry> find(Position before, int most) {
        return audit.find(Wanted.everything().of(user), before, most);
    }

    private List<Long> numbers(Wanted wanted) {
        return audit.find(wanted, null, 100).stream().map(KeptEntry::sequence).toList();
    }

    /** Two entries a second; their values are any bytes. */
    private List<KeptEntry> chain(int size) {
        List<KeptEntry> chain = new ArrayList<>();
        Random random = new Random(partition);
        SessionId session = SessionId.on(partition, "talking");
        byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
        byte[] link = HashChain.beginning();
        for (int i = 0; i < size; i++) {
            byte[] value = new byte[50];
            random.nextBytes(value);
            link = HashChain.link(link, partition, i, key, value);
            chain.add(
                    new KeptEntry(
                            partition,
                            i,
                            link,
                            key,
                            value,
                            new Audit.Entry(
                                    START.plusSeconds(i / 2),
                                    user.value(),
                                    "tool.requested",
                                    "tool-" + i % 3,
                                    "pending",
                                    i % 2 == 0 ? null : "default",
                                    new CallId("c" + i),
                                    EventId.of("dialogue", i),
                                    user,
                                    session,
                                    i == 0 ? null : new Digest("ab"))));
        }
        return chain;
    }
}
