package dev.parley.app.models;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A publisher on this machine, whose files can be cut off, stall, change and lack ranges. */
final class ModelServer implements AutoCloseable {
    /** How a file is given. */
    static final class Shelf {
        volatile byte[] content = {};
        volatile String version = "\"1\"";
        volatile boolean ranges = true;

        /** The next answers end after so many bytes. */
        volatile int cutAfter = -1;

        volatile int cuts;
        volatile int status;
        volatile boolean stalls;

        /** The rest comes once this is counted down. */
        volatile CountDownLatch rest = new CountDownLatch(0);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Each request's path and range, in order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    ModelServer() throws IOException {
        this(HttpServer.create(anyPort(), 0));
    }

    /** Speaks TLS. */
    static ModelServer over(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new ModelServer(server);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private ModelServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    Shelf put(String path, byte[] content) {
        Shelf shelf = new Shelf();
        shelf.content = content;
        shelves.put(path, shelf);
        return shelf;
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        asked.add(path + (range == null ? "" : " " + range));
        try (exchange) {
            Shelf shelf = shelves.get(path);
            if (shelf == null || shelf.status != 0) {
                exchange.sendResponseHeaders(shelf == null ? 404 : shelf.status, -1);
                return;
            }
            int from = 0;
            exchange.getResponseHeaders().set("ETag", shelf.version);
            byte[] content = shelf.content;
            if (shelf.ranges && range != null && shelf.version.equals(ifRange)) {
                from = Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders()
                        .set(
                                "Content-Range",
                                "bytes %d-%d/%d"
                                        .formatted(from, content.length - 1, content.length));
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            OutputStream out = exchange.getResponseBody();
            if (shelf.cuts > 0) {
                shelf.cuts--;
                out.write(content, from, Math.min(shelf.cutAfter, content.length - from));
                out.flush();
                if (shelf.stalls) {
                    closed.await();
                }
                throw new IOException("cut off");
            }
            int half = (content.length - from) / 2;
            out.write(content, from, half);
            out.flush();
            shelf.rest.await();
            out.write(content, from + half, content.length - from - half);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
