package dev.parley.connectors.gateway.identity;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Users in memory. */
public final class MemoryUsers implements Users {
    private final InstantSource clock;
    private final Map<UserId, User> users = new LinkedHashMap<>();
    private final Set<UserId> removed = new HashSet<>();
    private final List<Kept> tokens = new ArrayList<>();
    private final Map<SessionId, UserId> sessions = new HashMap<>();

    /** Whether nothing can be told now. */
    public volatile boolean away;

    private int asked;

    private record Kept(byte[] digest, UserId user, Token token) {}

    public MemoryUsers() {
        this(InstantSource.system());
    }

    public MemoryUsers(InstantSource clock) {
        this.clock = clock;
    }

    private void ask() {
        asked++;
        if (away) {
            throw new UsersAwayException("away", null);
        }
    }

    /** How often anything was asked. */
    public synchronized int asked() {
        return asked;
    }

    @Override
    public synchronized List<User> all() {
        ask();
        return List.copyOf(users.values());
    }

    @Override
    public synchronized boolean add(UserId id, @Nullable String name, Role role) {
        ask();
        if (users.containsKey(id)
                || removed.contains(id)
                || users.values().stream()
                        .anyMatch(user -> name != null && name.equals(user.name()))) {
            return false;
        }
        users.put(id, new User(id, name, role, clock.instant()));
        return true;
    }

    @Override
    public synchronized boolean enrol(UserId id, Role role) {
        ask();
        if (removed.contains(id)) {
            return false;
        }
        User before = users.get(id);
        users.put(
                id,
                before == null
                        ? new User(id, null, role, clock.instant())
                        : new User(id, before.name(), role, before.created()));
        return true;
    }

    @Override
    public synchronized Optional<Token> keep(
            SecretToken token,
            UserId user,
            String name,
            boolean browser,
            @Nullable Instant expires) {
        ask();
        if (users.containsKey(user) && kept(token.digest()).isEmpty()) {
            tokens.add(
                    new Kept(
                            token.digest(),
                            user,
                            new Token(
                                    "t-" + tokens.size(),
                                    name,
                                    browser,
                                    clock.instant(),
                                    expires,
                                    null)));
        }
        return find(token);
    }

    private Optional<Kept> kept(byte[] digest) {
        return tokens.stream().filter(each -> Arrays.equals(each.digest(), digest)).findFirst();
    }

    @Override
    public synchronized Optional<Token> find(SecretToken token) {
        return kept(token.digest()).map(Kept::token);
    }

    @Override
    public synchronized List<Token> tokens(UserId user) {
        ask();
        return tokens.stream().filter(each -> each.user().equals(user)).map(Kept::token).toList();
    }

    @Override
    public synchronized boolean revoke(UserId user, String token) {
        ask();
        for (int i = 0; i < tokens.size(); i++) {
            Kept each = tokens.get(i);
            Token known = each.token();
            if (each.user().equals(user) && known.id().equals(token)) {
                Instant when = known.revoked() == null ? clock.instant() : known.revoked();
                tokens.set(
                        i,
                        new Kept(
                                each.digest(),
                                user,
                                new Token(
                                        token,
                                        known.name(),
                                        known.browser(),
                                        known.created(),
                                        known.expires(),
                                        when)));
                return true;
            }
        }
        return false;
    }

    private boolean isGood(Token token) {
        return token.revoked() == null
                && (token.expires() == null || token.expires().isAfter(clock.instant()));
    }

    @Override
    public synchronized Optional<Caller> caller(byte[] digest) {
        ask();
        return kept(digest)
                .filter(each -> isGood(each.token()))
                .map(
                        each ->
                                new Caller(
                                        each.user(),
                                        users.get(each.user()).role(),
                                        each.token().id(),
                                        each.token().expires(),
                                        each.token().browser()));
    }

    @Override
    public synchronized Set<String> unrevoked(Collection<String> asked) {
        ask();
        return tokens.stream()
                .map(Kept::token)
                .filter(token -> asked.contains(token.id()) && token.revoked() == null)
                .map(Token::id)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized Set<UserId> present(Collection<UserId> asked) {
        ask();
        return asked.stream().filter(users::containsKey).collect(Collectors.toSet());
    }

    @Override
    public synchronized boolean begin(SessionId session, UserId user) {
        ask();
        return users.containsKey(user)
                && sessions.computeIfAbsent(session, begun -> user).equals(user);
    }

    @Override
    public synchronized List<SessionId> sessions(UserId user) {
        ask();
        return sessions.entrySet().stream()
                .filter(each -> each.getValue().equals(user))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized Removal remove(UserId user) {
        ask();
        User known = users.get(user);
        if (known == null) {
            return sessions.containsValue(user) ? Removal.REMOVED : Removal.UNKNOWN;
        }
        if (known.role() == Role.ADMIN
                && users.values().stream().filter(each -> each.role() == Role.ADMIN).count() == 1) {
            return Removal.LAST_ADMIN;
        }
        users.remove(user);
        removed.add(user);
        tokens.removeIf(each -> each.user().equals(user));
        return Removal.REMOVED;
    }

    @Override
    public synchronized void forgetSessions(UserId user) {
        ask();
        sessions.values().removeIf(user::equals);
    }
}
