package dev.parley.app.users;

import dev.parley.app.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which Parley a command asks, and as whom. */
public final class ApiOptions {
    @Mixin private AskedParley parley = new AskedParley();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Your token there.",
            scope = ScopeType.INHERIT)
    private @Nullable String token;

    /**
     * @throws UserError if none runs there
     */
    public UserApi api() {
        return parley.api(token, "Give your --token there, too.");
    }
}
