package dev.parley.app.audit;

import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.OutsideServers;
import dev.parley.app.running.SharedKeys;
import dev.parley.app.topics.KeptRecords;
import dev.parley.connectors.memory.Database;
import dev.parley.connectors.tools.audit.AuditKey;
import dev.parley.connectors.tools.audit.AuditSchema;
import dev.parley.connectors.tools.audit.PostgresAudit;
import dev.parley.connectors.tools.audit.SigningAuthority;
import io.r2dbc.pool.ConnectionPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The topic and the table: those of a data directory, whether a Parley runs on it or not, or those
 * on the servers that the configuration names.
 */
final class AuditPlaces implements AutoCloseable {
    private final Map<String, String> kafka;
    private final ConnectionPool pool;
    private final boolean live;
    private final @Nullable KeptRecords kept;

    private AuditPlaces(
            Map<String, String> kafka,
            Database database,
            boolean live,
            @Nullable KeptRecords kept) {
        this.kafka = kafka;
        this.live = live;
        this.kept = kept;
        migrate(database);
        this.pool = database.pool(2);
    }

    /** A directory that an older build left has no table yet. */
    private static void migrate(Database database) {
        try {
            AuditSchema.migrate(database.dataSource());
        } catch (FlywayException e) {
            throw new UserError("The audit's table can't be reached: " + e.getMessage(), e);
        }
    }

    /**
     * @param data null for what the configuration means
     * @param progress takes a line if servers have to be started
     * @throws UserError if they can't be reached
     */
    static AuditPlaces open(ParleyConfig config, @Nullable Path data, Consumer<String> progress) {
        if (data == null && config.servers().kafka().bootstrap() != null) {
            return new AuditPlaces(
                    OutsideServers.kafka(config.servers().kafka()),
                    OutsideServers.database(config.servers().postgres()),
                    true,
                    null);
        }
        Path folder = folder(config, data);
        KeptRecords kept = KeptRecords.open(folder, progress);
        try {
            return new AuditPlaces(kept.kafkaClient(), kept.database(), kept.live(), kept);
        } catch (RuntimeException e) {
            kept.close();
            throw e;
        }
    }

    private static Path folder(ParleyConfig config, @Nullable Path data) {
        return data != null
                ? data
                : KeptRecords.current(List.of(config.data(), config.demoData()))
                        .orElse(config.data());
    }

    /** Where the key that signs lies. */
    static Path keyFile(ParleyConfig config, @Nullable Path data) {
        if (data == null
                && (config.servers().masterKey() != null
                        || config.servers().kafka().bootstrap() != null)) {
            return new SharedKeys(config).auditKeyFile();
        }
        return folder(config, data).resolve("keys").resolve(AuditKey.FILE);
    }

    /**
     * @throws UserError if there is no key in the file
     */
    static SigningAuthority authority(Path file) {
        if (Files.notExists(file)) {
            throw new UserError(
                    "There is no key of the audit in "
                            + file
                            + ": it is made when Parley first runs; or name another file with"
                            + " --key.");
        }
        try {
            return SigningAuthority.in(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("The audit's key can't be read from " + file + ".", e);
        }
    }

    TopicChain topic() {
        return new TopicChain(kafka);
    }

    PostgresAudit table() {
        return new PostgresAudit(pool);
    }

    /** Whether a Parley runs, so that the table follows the topic. */
    boolean live() {
        return live;
    }

    @Override
    public void close() {
        pool.dispose();
        if (kept != null) {
            kept.close();
        }
    }
}
