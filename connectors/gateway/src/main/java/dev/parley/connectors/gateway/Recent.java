package dev.parley.connectors.gateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Remembers the last things added, some hundreds. Used by one thread. */
final class Recent<T> {
    private static final int KEPT = 512;

    private final Set<T> members =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
                            return size() > KEPT;
                        }
                    });

    /**
     * @return whether it was not there yet
     */
    boolean add(T member) {
        return members.add(member);
    }

    void remove(T member) {
        members.remove(member);
    }

    boolean contains(T member) {
        return members.contains(member);
    }
}
