package dev.parley.load.once;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts how often each call arrived: {@code POST /<executor>/<call>}. It takes a while before it
 * counts and a while after, so that who asks can die in between.
 */
final class CountingService implements AutoCloseable {
    private static final int LONGEST_PAUSE_MILLIS = 40;

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, Integer> present = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    CountingService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::count);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** How often that call was counted. */
    int count(String call) {
        return counts.getOrDefault(call, 0);
    }

    /** How many calls of that executor are here now. */
    int present(String executor) {
        return present.getOrDefault(executor, 0);
    }

    private void count(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        String executor = path[1];
        try (exchange) {
            present.merge(executor, 1, Integer::sum);
            pause();
            counts.merge(path[2], 1, Integer::sum);
            pause();
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            present.merge(executor, -1, Integer::sum);
        }
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS)));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
