package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.gateway.identity.LocalToken;
import dev.parley.connectors.gateway.identity.SecretToken;
import dev.parley.connectors.gateway.identity.Users;
import dev.parley.connectors.memory.MasterKey;
import dev.parley.connectors.tools.audit.AuditKey;
import dev.parley.embedded.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that all processes of an installation share: the master key, the audit's key beside it,
 * and the local token.
 */
public final class SharedKeys {
    private final ParleyConfig config;

    public SharedKeys(ParleyConfig config) {
        this.config = config;
    }

    /**
     * Makes them if they aren't there.
     *
     * @throws UserError if they can't be read or written
     */
    public void make() {
        openMasterKey(masterKeyFile());
        openAuditKey(auditKeyFile());
        var unused = LocalToken.in(tokenFile());
    }

    /**
     * @throws UserError if there is none, or it can't be used
     */
    MasterKey masterKey() {
        Path file = masterKeyFile();
        require(file, "master key", "servers.master-key");
        return openMasterKey(file);
    }

    private static MasterKey openMasterKey(Path file) {
        try {
            return MasterKey.openOrCreate(file);
        } catch (IllegalStateException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * @throws UserError if there is none, or it can't be used
     */
    AuditKey auditKey() {
        Path file = auditKeyFile();
        require(file, "key of the audit", "servers.master-key, beside which it lies,");
        return openAuditKey(file);
    }

    private static AuditKey openAuditKey(Path file) {
        try {
            return AuditKey.openOrCreate(file);
        } catch (IllegalStateException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The token as the gateways know it.
     *
     * @throws UserError if there is none
     */
    SecretToken token(Users users) {
        Path file = tokenFile();
        require(file, "token", "servers.token-file");
        return LocalAccess.open(users, file, LocalInstallation.LOCAL_USER);
    }

    /** Where the master key is meant to be. */
    public Path masterKeyFile() {
        return named(config.servers().masterKey(), "keys", "master.key");
    }

    /** Where the key that signs the audit is meant to be: beside the master key. */
    public Path auditKeyFile() {
        return masterKeyFile().resolveSibling(AuditKey.FILE);
    }

    /** Where the token is meant to be. */
    public Path tokenFile() {
        return named(config.servers().tokenFile(), "secrets", "local-token");
    }

    private Path named(@Nullable Path file, String folder, String name) {
        return file != null ? file : DataDirectory.folderIn(config.data(), folder).resolve(name);
    }

    private void require(Path file, String what, String property) {
        if (!config.servers().createKeys() && Files.notExists(file)) {
            throw new UserError(
                    "There is no %s in %s. All processes share one: make it with parley prepare, or name its file with %s."
                            .formatted(what, file, property));
        }
    }
}
