package dev.parley.schemas.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a user may let the agent do ({@code permissions}). */
public sealed interface Permission extends Event, OfUser {
    /** What a tool may do. */
    enum Access {
        READ,
        WRITE,
        EXECUTE
    }

    /**
     * @param granted whether it is permitted from now on
     * @param by the id of who changed it
     * @param access which of what the tool does; null for all
     * @param until when that ends; null for never
     * @param reset whether it is as the user's role has it from now on; null for no
     */
    record Changed(
            UserId user,
            String tool,
            boolean granted,
            String by,
            @Nullable Access access,
            @Nullable Instant until,
            @Nullable Boolean reset)
            implements Permission {}
}
