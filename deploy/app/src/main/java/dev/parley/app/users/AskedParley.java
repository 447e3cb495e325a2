package dev.parley.app.users;

import dev.parley.app.UserError;
import dev.parley.app.config.ConfigurationOptions;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which Parley a command asks over HTTP. */
public final class AskedParley {
    @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of the Parley to ask; by default the usual one.",
            scope = ScopeType.INHERIT)
    private @Nullable Path data;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask the Parley there instead, such as http://127.0.0.1:8000/.",
            scope = ScopeType.INHERIT)
    private @Nullable URI url;

    @Option(
            names = "--authority",
            paramLabel = "FILE",
            description = "The authority that vouches for it (PEM), where it is your own.",
            scope = ScopeType.INHERIT)
    private @Nullable Path authority;

    /**
     * @param token for a Parley that is named by its address
     * @param missing what is said if there is none then
     * @throws UserError if no Parley can be asked
     */
    public UserApi api(@Nullable String token, String missing) {
        if (url == null) {
            return UserApi.on(data != null ? data : configuration.load().root().data());
        }
        if (token == null) {
            throw new UserError(missing);
        }
        return new UserApi(url, token, authority);
    }
}
