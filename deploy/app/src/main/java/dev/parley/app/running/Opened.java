package dev.parley.app.running;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was opened one after the other, closed the other way round; also while more is being opened.
 * Safe for use by many threads.
 */
final class Opened implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * @throws CancellationException if all was closed meanwhile; then the part is closed too
     */
    <T extends AutoCloseable> T add(T part) {
        synchronized (parts) {
            if (!closed) {
                parts.addLast(part);
                return part;
            }
        }
        close(part);
        throw new CancellationException("closed while it started");
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable last;
            synchronized (parts) {
                closed = true;
                last = parts.pollLast();
            }
            if (last == null) {
                return;
            }
            close(last);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("Not stopped in good order: {}", e.toString(), e);
        }
    }
}
