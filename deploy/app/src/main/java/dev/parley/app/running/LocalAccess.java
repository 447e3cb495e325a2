package dev.parley.app.running;

import dev.parley.connectors.gateway.identity.LocalToken;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.identity.SecretToken;
import dev.parley.connectors.gateway.identity.Users;
import dev.parley.schemas.event.UserId;
import java.nio.file.Path;
import java.util.Optional;

/** Lets the owner of an installation's files in, as its first administrator. */
final class LocalAccess {
    private static final String NAME = "local";

    private LocalAccess() {}

    /**
     * The token in the file, which is made if there is none, and replaced if it was revoked. It
     * isn't good if the local user was removed, which is possible once there is another
     * administrator.
     */
    static SecretToken open(Users users, Path file, UserId local) {
        boolean unused = users.add(local, NAME, Role.ADMIN);
        SecretToken token = LocalToken.in(file);
        Optional<Users.Token> kept = users.keep(token, local, NAME, false, null);
        if (kept.isPresent() && kept.get().revoked() != null) {
            token = LocalToken.renew(file);
            kept = users.keep(token, local, NAME, false, null);
        }
        return token;
    }
}
