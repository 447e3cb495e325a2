package dev.parley.streams.authorization;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool.Access;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where users differ from what their role may: an entry per user, tool and access. An
 * administrator's entries stand beside the user's own, which only restrict. Every method blocks,
 * and throws {@link dev.parley.streams.stage.PassingFaultException} if the store is away. Safe for
 * use by many threads.
 */
public interface Grants {
    /** Stands for every tool. */
    String EVERY_TOOL = "*";

    /**
     * @param tool or {@link #EVERY_TOOL}
     * @param granted whether it permits, or refuses
     * @param own whether the user made it, to restrict; else an administrator did
     * @param by who made it
     * @param until when it ends; null for never
     */
    record Grant(
            UserId user,
            String tool,
            Access access,
            boolean granted,
            boolean own,
            UserId by,
            @Nullable Instant until) {
        public Grant {
            if (own && granted) {
                throw new IllegalArgumentException("users restrict themselves, and grant nothing");
            }
        }

        public boolean standsAt(Instant now) {
            return until == null || until.isAfter(now);
        }
    }

    /** A user's entries, those that have ended too. */
    List<Grant> of(UserId user);

    /** Notes it in place of the one for the same user, tool and access by the same hand. */
    void put(Grant grant);

    /**
     * @param own whether the user's own entry, or an administrator's
     * @return whether there was one
     */
    boolean remove(UserId user, String tool, Access access, boolean own);
}
