package dev.parley.connectors.gateway.identity;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The users, their tokens, and whose sessions are. Every method blocks, and throws {@link
 * UsersAwayException} if it can't be told. Safe for use by many threads.
 */
public interface Users {
    /**
     * @param name null for one whom another house vouches for
     */
    record User(UserId id, @Nullable String name, Role role, Instant created) {}

    /**
     * What may be told of a token.
     *
     * @param id its name in lists
     * @param name what its owner calls it
     * @param browser whether it was made for a browser's page, which can't exchange it again
     */
    record Token(
            String id,
            String name,
            boolean browser,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked) {}

    /** What became of a removal. */
    enum Removal {
        REMOVED,
        /** Nothing was removed: nobody could manage the users any more. */
        LAST_ADMIN,
        /** There is no such user, or nothing left of one. */
        UNKNOWN
    }

    /** All who weren't removed, in the order in which they came. */
    List<User> all();

    /**
     * @return false if the name is taken, or the id was in use before
     */
    boolean add(UserId id, String name, Role role);

    /**
     * Notes a user for whom another house vouches; the role is the one that it gives now.
     *
     * @return false if the user was removed here
     */
    boolean enrol(UserId id, Role role);

    /**
     * Keeps a token; one that is kept already stays as it is.
     *
     * @return empty if there is no such user
     */
    Optional<Token> keep(
            SecretToken token,
            UserId user,
            String name,
            boolean browser,
            @Nullable Instant expires);

    /** What is known of a token, also after it was revoked. */
    Optional<Token> find(SecretToken token);

    /** A user's tokens, also the revoked ones, in the order in which they were made. */
    List<Token> tokens(UserId user);

    /**
     * @return false if the user has no such token
     */
    boolean revoke(UserId user, String token);

    /**
     * Who shows a token.
     *
     * @param digest of the token
     * @return empty if it isn't good
     */
    Optional<Caller> caller(byte[] digest);

    /** Those of some tokens, by their names in lists, that weren't revoked. */
    Set<String> unrevoked(Collection<String> tokens);

    /** Those of some users that weren't removed. */
    Set<UserId> present(Collection<UserId> users);

    /**
     * Notes whose a session is; must come before anything is written about it, or it outlives its
     * user. Again for the same user, it is no harm.
     *
     * @return false if the user was removed, or the session is another's
     */
    boolean begin(SessionId session, UserId user);

    /** The sessions that a user ever began, as far as they are noted. */
    List<SessionId> sessions(UserId user);

    /** Lets nobody in as this user from now on; what is noted of sessions stays. */
    Removal remove(UserId user);

    /** Forgets which sessions were the user's. */
    void forgetSessions(UserId user);
}
