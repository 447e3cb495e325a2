package dev.parley.schemas.event;

/**
 * Whose key encrypts the personal fields of a record: the user's, who consented to memory, or the
 * session's own, which is destroyed after the session.
 */
public sealed interface Owner {
    String text();

    record User(UserId user) implements Owner {
        @Override
        public String text() {
            return "user:" + user;
        }
    }

    record Session(SessionId session) implements Owner {
        @Override
        public String text() {
            return "session:" + session;
        }
    }

    static Owner parse(String text) {
        if (text.startsWith("user:")) {
            return new User(new UserId(text.substring("user:".length())));
        }
        if (text.startsWith("session:")) {
            return new Session(new SessionId(text.substring("session:".length())));
        }
        throw new IllegalArgumentException("not an owner: user:<id> or session:<id>");
    }
}
