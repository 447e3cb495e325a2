package dev.parley.connectors.tools.audit;

import dev.parley.schemas.event.Audit;
import dev.parley.streams.audit.ChainedRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row as it lies in the table.
 *
 * @param record what is chained
 * @param columns what the row says of it beside, by column; empty texts for null
 */
public record StoredRow(ChainedRecord record, Map<String, String> columns) {
    static final List<String> TEXTS =
            List.of(
                    "actor", "action", "subject", "outcome", "rule", "call", "cause", "user_id",
                    "session", "digest");

    /**
     * The first column that says something else than the record does.
     *
     * @param entry what the record says
     */
    public Optional<String> contradiction(Audit.Entry entry) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("at", entry.at().toString());
        said.put("actor", entry.actor());
        said.put("action", entry.action());
        said.put("subject", entry.subject());
        said.put("outcome", entry.outcome());
        said.put("rule", text(entry.rule()));
        said.put("call", text(entry.call()));
        said.put("cause", entry.cause().toString());
        said.put("user_id", text(entry.user()));
        said.put("session", text(entry.session()));
        said.put("digest", text(entry.digest()));
        return said.entrySet().stream()
                .filter(each -> !each.getValue().equals(columns.get(each.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
