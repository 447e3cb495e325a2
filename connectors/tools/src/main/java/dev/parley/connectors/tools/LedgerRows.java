package dev.parley.connectors.tools;

import dev.parley.streams.stage.PassingFaultException;
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

/** Asks the database one statement at a time, blocking the caller. */
final class LedgerRows {
    private final ConnectionFactory connections;
    private final Duration patience;

    /**
     * @param patience with a statement
     */
    LedgerRows(ConnectionFactory connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /**
     * @throws PassingFaultException if it can't be reached
     */
    <T> List<T> ask(String sql, Function<Row, T> mapper, Object... values) {
        try {
            return Objects.requireNonNull(
                    Flux.usingWhen(
                                    connections.create(),
                                    connection -> run(connection, sql, mapper, values),
                                    Connection::close)
                            .collectList()
                            .timeout(patience)
                            .block());
        } catch (R2dbcBadGrammarException | R2dbcDataIntegrityViolationException ours) {
            throw new IllegalStateException("the ledger refuses a statement", ours);
        } catch (R2dbcException away) {
            throw new PassingFaultException("the ledger can't be asked: " + name(away), away);
        } catch (RuntimeException fault) {
            Throwable cause = Exceptions.unwrap(fault);
            if (cause == fault) {
                throw fault;
            }
            throw new PassingFaultException("the ledger can't be reached: " + name(cause), cause);
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

    private static String name(Throwable fault) {
        return fault.getClass().getSimpleName();
    }
}
