package dev.parley.connectors.tools.permission;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.Grants;
import dev.parley.streams.tool.Tool.Access;
import java.util.ArrayList;
import java.util.List;

final class MemoryGrants implements Grants {
    private final List<Grant> all = new ArrayList<>();
    int asked;

    @Override
    public List<Grant> of(UserId user) {
        asked++;
        return all.stream().filter(each -> each.user().equals(user)).toList();
    }

    @Override
    public void put(Grant grant) {
        remove(grant.user(), grant.tool(), grant.access(), grant.own());
        all.add(grant);
    }

    @Override
    public boolean remove(UserId user, String tool, Access access, boolean own) {
        return all.removeIf(
                each ->
                        each.user().equals(user)
                                && each.tool().equals(tool)
                                && each.access() == access
                                && each.own() == own);
    }
}
