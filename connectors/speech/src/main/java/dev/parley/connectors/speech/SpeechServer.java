package dev.parley.connectors.speech;

import dev.parley.streams.stage.PassingFaultException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How a server that speaks is asked over HTTP, and what its failing means. */
final class SpeechServer {
    private SpeechServer() {}

    /**
     * @param patience with a connection
     */
    static HttpClient client(Duration patience) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /**
     * Waits for an answer, whatever its status.
     *
     * @throws PassingFaultException if there is none in time, or the server can't be reached
     */
    static <T extends @Nullable Object> HttpResponse<T> answer(
            CompletableFuture<HttpResponse<T>> asked, Duration patience)
            throws InterruptedException {
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new PassingFaultException("the speech server took too long", e);
        } catch (ExecutionException e) {
            throw new PassingFaultException(
                    "the speech server can't be reached: "
                            + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
        }
    }

    /** A status other than 200: a refusal isn't cured by asking again, all else may be. */
    static RuntimeException failure(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 429
                ? new IllegalStateException("the speech server refuses: status " + status)
                : new PassingFaultException("the speech server failed: status " + status);
    }
}
