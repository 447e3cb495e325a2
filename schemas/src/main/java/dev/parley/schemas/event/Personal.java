package dev.parley.schemas.event;

import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * A personal value: encrypted wherever it is written, and {@link Erased} once its key is destroyed.
 * It prints as dots, so that it can't reach a log by accident.
 */
public sealed interface Personal<T> {
    record Known<T>(T value) implements Personal<T> {
        @Override
        public String toString() {
            return "•••";
        }
    }

    record Erased<T>() implements Personal<T> {
        @Override
        public String toString() {
            return "(erased)";
        }
    }

    static <T> Personal<T> of(T value) {
        return new Known<>(value);
    }

    static <T> Personal<T> erased() {
        return new Erased<>();
    }

    default T orElse(T other) {
        return switch (this) {
            case Known<T>(T value) -> value;
            case Erased<T>() -> other;
        };
    }

    default boolean isErased() {
        return this instanceof Erased<T>;
    }

    /** The value; for places that were just given it. */
    default T get() {
        return switch (this) {
            case Known<T>(T value) -> value;
            case Erased<T>() ->
                    throw new NoSuchElementException("the key of this value is destroyed");
        };
    }

    default <R> Personal<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Known<T>(T value) -> of(function.apply(value));
            case Erased<T>() -> erased();
        };
    }
}
