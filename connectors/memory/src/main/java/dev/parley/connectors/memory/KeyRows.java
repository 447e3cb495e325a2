package dev.parley.connectors.memory;

import dev.parley.schemas.keys.KeyStoreException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;

/** Asks the database one statement at a time, blocking the caller, for ten seconds at most. */
final class KeyRows {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConnectionFactory connections;

    KeyRows(ConnectionFactory connections) {
        this.connections = connections;
    }

    /**
     * @throws KeyStoreException if it can't be reached, or refuses the statement
     */
    <T> List<T> ask(String sql, Function<Row, T> mapper, Object... values) {
        try {
            return Objects.requireNonNull(
                    Flux.usingWhen(
                                    connections.create(),
                                    connection -> run(connection, sql, mapper, values),
                                    Connection::close)
                            .collectList()
                            .timeout(PATIENCE)
                            .block());
        } catch (R2dbcException refused) {
            throw new KeyStoreException("the key store can't be asked: " + name(refused), refused);
        } catch (RuntimeException fault) {
            Throwable cause = Exceptions.unwrap(fault);
            if (cause == fault) {
                throw fault;
            }
            throw new KeyStoreException("the key store can't be reached: " + name(cause), cause);
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
