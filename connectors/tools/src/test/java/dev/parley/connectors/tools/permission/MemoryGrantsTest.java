package dev.parley.connectors.tools.permission;

import dev.parley.streams.authorization.Grants;

class MemoryGrantsTest extends GrantsContract {
    private final MemoryGrants grants = new MemoryGrants();

    @Override
    Grants open() {
        return grants;
    }
}
