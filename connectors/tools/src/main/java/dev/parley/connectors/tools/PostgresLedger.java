package dev.parley.connectors.tools;

import dev.parley.connectors.postgres.Rows;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.CallLedger;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Row;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The call ledger in PostgreSQL: one row per call, whose state goes from claimed to finished or
 * failed, and from failed back to claimed. Of several claims at once the database grants one.
 *
 * <p>A claim that was granted while the answer got lost is found as {@link Claim.Unknown} when it
 * is asked for again: the ledger errs towards not running a call twice.
 */
public final class PostgresLedger implements CallLedger {
    /** A call can leave the state that refused a claim before that state is read. */
    private static final int TRIES = 3;

    /** With a statement. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Rows rows;
    private final Keys keys;

    /** What the ledger knows of a call. */
    private record Entry(String state, @Nullable UUID key, byte @Nullable [] result) {
        static Entry of(Row row) {
            return new Entry(
                    Objects.requireNonNull(row.get("state", String.class)),
                    row.get("result_key", UUID.class),
                    row.get("result", byte[].class));
        }
    }

    /**
     * @param connections a pool with synchronous commits, or a crash of the server forgets claims;
     *     {@link LedgerSchema} is up to date there
     * @param keys of the owners of the results
     */
    public PostgresLedger(ConnectionFactory connections, Keys keys) {
        this(connections, keys, PATIENCE);
    }

    PostgresLedger(ConnectionFactory connections, Keys keys, Duration patience) {
        this.rows = new Rows(connections, patience, new LedgerFaults());
        this.keys = keys;
    }

    private static final class LedgerFaults implements Rows.Faults {
        @Override
        public RuntimeException refused(R2dbcException cause) {
            return new IllegalStateException("the ledger refuses a statement", cause);
        }

        @Override
        public RuntimeException away(String kind, Throwable cause) {
            return new PassingFaultException("the ledger can't be asked: " + kind, cause);
        }
    }

    @Override
    public Claim claim(CallId call, String tool, Owner owner) {
        for (int i = 0; i < TRIES; i++) {
            List<String> granted =
                    rows.ask(
                            "insert into parley_tools.calls (call, tool, owner, state)"
                                    + " values ($1, $2, $3, 'claimed')"
                                    + " on conflict (call) do update"
                                    + " set state = 'claimed', claimed_at = now(),"
                                    + " settled_at = null"
                                    + " where calls.state = 'failed'"
                                    + " returning call",
                            PostgresLedger::call,
                            call.value(),
                            tool,
                            owner.text());
            if (!granted.isEmpty()) {
                return new Claim.Granted();
            }
            Optional<Entry> entry = entry(call);
            if (entry.isPresent() && entry.get().state().equals("finished")) {
                return new Claim.Finished(result(call, entry.get()));
            }
            if (entry.isPresent() && entry.get().state().equals("claimed")) {
                return new Claim.Unknown();
            }
        }
        throw new PassingFaultException("a call changed its state faster than it could be claimed");
    }

    @Override
    public void finished(CallId call, Owner owner, Map<String, String> result) {
        List<String> settled;
        try {
            DataKey key = keys.of(owner);
            settled =
                    rows.ask(
                            "update parley_tools.calls set state = 'finished', settled_at = now(),"
                                    + " result_key = $2, result = $3"
                                    + " where call = $1 and state = 'claimed' returning call",
                            PostgresLedger::call,
                            call.value(),
                            key.id(),
                            SealedSlots.seal(result, key, call.value()));
        } catch (KeyDestroyedException erased) {
            settled =
                    rows.ask(
                            "update parley_tools.calls set state = 'finished', settled_at = now()"
                                    + " where call = $1 and state = 'claimed' returning call",
                            PostgresLedger::call,
                            call.value());
        } catch (KeyStoreException away) {
            throw new PassingFaultException("the key of a result can't be had", away);
        }
        requireSettled(call, settled, "finished");
    }

    @Override
    public void failed(CallId call) {
        List<String> settled =
                rows.ask(
                        "update parley_tools.calls set state = 'failed', settled_at = now()"
                                + " where call = $1 and state = 'claimed' returning call",
                        PostgresLedger::call,
                        call.value());
        requireSettled(call, settled, "failed");
    }

    /** To say the same again is no harm: the first answer may have been lost. */
    private void requireSettled(CallId call, List<String> settled, String state) {
        if (settled.isEmpty() && !entry(call).map(Entry::state).equals(Optional.of(state))) {
            throw new IllegalStateException("call " + call + " is not claimed");
        }
    }

    /**
     * Forgets whose calls they were, and their results. That a call was made stays, so that a
     * redelivered one isn't made again.
     */
    public void forget(Collection<Owner> owners) {
        rows.ask(
                "update parley_tools.calls set owner = 'erased', result = null, result_key = null"
                        + " where owner = any($1) returning call",
                PostgresLedger::call,
                (Object) owners.stream().map(Owner::text).toArray(String[]::new));
    }

    private Optional<Entry> entry(CallId call) {
        return rows
                .ask(
                        "select state, result_key, result from parley_tools.calls where call = $1",
                        Entry::of,
                        call.value())
                .stream()
                .findFirst();
    }

    private Map<String, String> result(CallId call, Entry entry) {
        if (entry.key() == null || entry.result() == null) {
            return Map.of();
        }
        byte[] sealed = entry.result();
        try {
            return keys.find(entry.key())
                    .map(key -> SealedSlots.open(sealed, key, call.value()))
                    .orElseGet(Map::of);
        } catch (KeyStoreException away) {
            throw new PassingFaultException("the key of a result can't be had", away);
        }
    }

    private static String call(Row row) {
        return Objects.requireNonNull(row.get("call", String.class));
    }
}
