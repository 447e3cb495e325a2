package dev.parley.load.once;

import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Adds one to a call's count at the {@link CountingService}. */
final class CountingTool implements Tool {
    /** Must not be repeated. */
    static final String ONCE = "count.once";

    /** May be repeated. */
    static final String AGAIN = "count.again";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Descriptor descriptor;
    private final URI executor;
    private final HttpClient http;

    private CountingTool(Descriptor descriptor, URI executor, HttpClient http) {
        this.descriptor = descriptor;
        this.executor = executor;
        this.http = http;
    }

    /**
     * @param executor where the service counts for this process
     */
    static CountingTool once(URI executor, HttpClient http) {
        return new CountingTool(
                Descriptor.of(ONCE, "Adds one, once.").once().within(LIMIT).build(),
                executor,
                http);
    }

    static CountingTool again(URI executor, HttpClient http) {
        return new CountingTool(
                Descriptor.of(AGAIN, "Adds one.").within(LIMIT).build(), executor, http);
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public Map<String, String> call(Map<String, String> arguments, Circumstances circumstances)
            throws ToolFailureException {
        try {
            http.send(
                    HttpRequest.newBuilder(executor.resolve(circumstances.call().value()))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
            return Map.of("counted", circumstances.call().value());
        } catch (IOException e) {
            throw new IllegalStateException("the service broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailureException(Reason.TIMED_OUT, "That took too long.");
        }
    }
}
