package dev.parley.app.running;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is made when it is first asked for, once. Safe for use by many threads. */
final class Lazy<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T made;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    /** May take as long as the making does. */
    T get() {
        T present = made;
        if (present == null) {
            synchronized (this) {
                present = made;
                if (present == null) {
                    present = maker.get();
                    made = present;
                }
            }
        }
        return present;
    }

    /** What was made already. */
    Optional<T> present() {
        return Optional.ofNullable(made);
    }
}
