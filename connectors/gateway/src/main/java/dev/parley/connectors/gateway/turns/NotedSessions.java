package dev.parley.connectors.gateway.turns;

import dev.parley.connectors.gateway.identity.Users;
import dev.parley.connectors.gateway.identity.UsersAwayException;
import dev.parley.connectors.gateway.turns.TurnRefusedException.Reason;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;

/**
 * Whose each session is, noted before anything is written about it: what nobody has noted could not
 * be erased with its user.
 */
public record NotedSessions(Users users) {
    /** Blocks while the store is asked. */
    void begin(SessionId session, UserId user) throws TurnRefusedException {
        try {
            if (!users.begin(session, user)) {
                throw new TurnRefusedException(Reason.USER_REMOVED);
            }
        } catch (UsersAwayException e) {
            throw new TurnRefusedException(Reason.USERS_AWAY);
        }
    }
}
