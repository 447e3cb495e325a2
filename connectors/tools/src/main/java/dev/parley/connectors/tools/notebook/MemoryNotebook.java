package dev.parley.connectors.tools.notebook;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.ToolFailureException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A notebook that lasts as long as the process: for trying a conversation out. */
public final class MemoryNotebook<E extends Entry> implements Notebook<E> {
    private final Map<UserId, Pages<E>> byUser = new HashMap<>();

    private static final class Pages<E extends Entry> {
        private List<E> entries = List.of();
        private final Map<CallId, Map<String, String>> answers = new HashMap<>();
    }

    @Override
    public synchronized List<E> of(UserId user) {
        Pages<E> pages = byUser.get(user);
        return pages == null ? List.of() : pages.entries;
    }

    @Override
    public synchronized Map<String, String> once(CallId call, UserId user, Edit<E> edit)
            throws ToolFailureException {
        Pages<E> pages = byUser.computeIfAbsent(user, first -> new Pages<>());
        Map<String, String> before = pages.answers.get(call);
        if (before != null) {
            return before;
        }
        Edited<E> edited = edit.of(pages.entries);
        pages.entries = List.copyOf(edited.entries());
        pages.answers.put(call, Map.copyOf(edited.answer()));
        return edited.answer();
    }

    @Override
    public synchronized void forget(UserId user) {
        byUser.remove(user);
    }
}
