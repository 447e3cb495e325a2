package dev.parley.connectors.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks the database, blocking the caller: one statement at a time, each on a connection of its own,
 * or several together in a transaction. Safe for use by many threads.
 */
public final class Rows {
    private final ConnectionFactory connections;
    private final Duration patience;
    private final Faults faults;

    /** What a store throws; what it is told of a fault holds no values. */
    public interface Faults {
        /** The database refuses the statement as it is: trying again is no use. */
        RuntimeException refused(R2dbcException cause);

        /**
         * The database can't be asked, or didn't answer in time.
         *
         * @param kind of the fault, for people
         */
        RuntimeException away(String kind, Throwable cause);
    }

    /**
     * @param connections a pool
     * @param patience with a statement, its connection included
     */
    public Rows(ConnectionFactory connections, Duration patience, Faults faults) {
        this.connections = connections;
        this.patience = patience;
        this.faults = faults;
    }

    /** Statements of one transaction, one after another; for the thread that began it. */
    public interface Statements {
        /** As {@link Rows#ask}. */
        <T> List<T> ask(String sql, Function<Row, T> mapper, Object... values);
    }

    /** What is done in one transaction. */
    public interface Work<T, X extends Exception> {
        T with(Statements statements) throws X;
    }

    /**
     * @param mapper called on a thread of the driver's; must not return null
     * @param values of {@code $1}, {@code $2} and so on
     * @throws RuntimeException as {@link Faults} has it, or that of the mapper
     */
    public <T> List<T> ask(String sql, Function<Row, T> mapper, Object... values) {
        return await(
                Flux.usingWhen(
                                connections.create(),
                                connection -> run(connection, sql, mapper, values),
                                Connection::close)
                        .collectList());
    }

    /**
     * Does all of the work or, if it throws, nothing of it. The patience is with each statement.
     *
     * @throws RuntimeException as {@link Faults} has it; was it thrown by the commit, nobody knows
     *     whether the work was done
     */
    public <T, X extends Exception> T together(Work<T, X> work) throws X {
        Connection connection = await(Mono.from(connections.create()));
        boolean committed = false;
        try {
            await(Mono.from(connection.beginTransaction()).thenReturn(true));
            T value =
                    work.with(
                            new Statements() {
                                @Override
                                public <R> List<R> ask(
                                        String sql, Function<Row, R> mapper, Object... values) {
                                    return await(
                                            run(connection, sql, mapper, values).collectList());
                                }
                            });
            await(Mono.from(connection.commitTransaction()).thenReturn(true));
            committed = true;
            return value;
        } finally {
            Mono<Void> undone =
                    committed ? Mono.empty() : Mono.from(connection.rollbackTransaction());
            undone.onErrorComplete()
                    .then(Mono.from(connection.close()))
                    .onErrorComplete()
                    .subscribe();
        }
    }

    private <T> T await(Mono<T> answer) {
        try {
            return Objects.requireNonNull(answer.timeout(patience).block());
        } catch (R2dbcBadGrammarException | R2dbcDataIntegrityViolationException ours) {
            throw faults.refused(ours);
        } catch (R2dbcException away) {
            throw faults.away(away.getClass().getSimpleName(), away);
        } catch (RuntimeException fault) {
            Throwable cause = Exceptions.unwrap(fault);
            if (cause == fault) {
                throw fault;
            }
            throw faults.away(cause.getClass().getSimpleName(), cause);
        }
    }

    private static <T> Flux<T> run(
            Connection connection, String sql, Function<Row, T> mapper, Object... values) {
        Statement statement = connection.createStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.bind(i, values[i]);
        }
        return Flux.from(statement.execute())
                .concatMap(result -> result.map((row, metadata) -> mapper.apply(row)));
    }
}
