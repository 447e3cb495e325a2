package dev.parley.app.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One WebSocket. Sends are the caller's to put in order. */
final class Connection implements AutoCloseable {
    private static final int POLICY_VIOLATION = 1008;
    private static final int BROKEN = 1006;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int UNSUPPORTED_DATA = 1003;
    private static final int NOT_CONSISTENT = 1007;

    private final HttpClient http;
    private final Events events;
    private final AtomicBoolean over = new AtomicBoolean();
    private final WebSocket socket;

    /** What comes; called by one thread at a time. */
    interface Events {
        void text(String text);

        /** Nothing follows; called once. */
        void closed(int code, String reason);
    }

    private Connection(
            URI url,
            @Nullable Path authority,
            Credential credential,
            Duration patience,
            Events events)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        this.events = events;
        http =
                trusting(authority)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .connectTimeout(patience)
                        .build();
        boolean open = false;
        try {
            socket = handshake(url, credential, patience);
            open = true;
        } finally {
            if (!open) {
                http.shutdownNow();
            }
        }
    }

    /**
     * @param authority that vouches for the server, see {@link Trust#in}
     */
    static Connection open(
            URI url,
            @Nullable Path authority,
            Credential credential,
            Duration patience,
            Events events)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        return new Connection(url, authority, credential, patience, events);
    }

    private static HttpClient.Builder trusting(@Nullable Path authority)
            throws UnreachableException {
        try {
            return Trust.in(authority);
        } catch (IOException e) {
            throw new UnreachableException(
                    "The authority in " + authority + " can't be trusted: " + e.getMessage());
        }
    }

    /** Sends a message; waits while the server doesn't read. */
    void send(String text) throws IOException {
        try {
            socket.sendText(text, true).join();
        } catch (CompletionException e) {
            throw new IOException("the session is closed", e.getCause());
        }
    }

    /** Closes in good order; what is still being sent is given a second. */
    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            try {
                socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(1, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                socket.abort();
            } catch (InterruptedException e) {
                socket.abort();
                Thread.currentThread().interrupt();
            }
        }
        http.shutdownNow();
    }

    /** Drops the connection without a word. */
    void abort(String reason) {
        socket.abort();
        http.shutdownNow();
        over(BROKEN, reason);
    }

    private void over(int code, String reason) {
        if (over.compareAndSet(false, true)) {
            events.closed(code, reason);
        }
    }

    private WebSocket handshake(URI url, Credential credential, Duration patience)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(patience);
        try {
            credential.showIn(builder);
        } catch (IllegalArgumentException e) {
            throw refused(plain(url), credential.token(), "it holds what no token may");
        }
        try {
            return builder.buildAsync(url, new Listener())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnreachableException(
                    "Nothing answered at "
                            + plain(url)
                            + " within "
                            + patience.toSeconds()
                            + " s.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException answer) {
                int status = answer.getResponse().statusCode();
                if (status == 401 || status == 403) {
                    throw refused(plain(url), credential.token(), "status " + status);
                }
                throw new UnreachableException(
                        "No voice session at "
                                + plain(url)
                                + ": the server answered "
                                + status
                                + ".");
            }
            if (e.getCause() instanceof SSLException) {
                throw new UnreachableException(
                        "The server at "
                                + plain(url)
                                + " doesn't prove who it is by an authority that is trusted here.");
            }
            throw new UnreachableException("Nothing answers at " + plain(url) + ".");
        }
    }

    /** As the user wrote it, without what was put behind it. */
    static URI plain(URI url) {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? url : URI.create(text.substring(0, query));
    }

    /** Whether the server closed the session because of its token. */
    static boolean refusesToken(int code) {
        return code == POLICY_VIOLATION;
    }

    /** Whether the server closed the session because one side broke the protocol. */
    static boolean breaksProtocol(int code) {
        return code == PROTOCOL_ERROR || code == UNSUPPORTED_DATA || code == NOT_CONSISTENT;
    }

    static TokenRefusedException refused(URI url, @Nullable String token, String detail) {
        String what = token == null ? "asks for a token" : "refuses the token";
        return new TokenRefusedException(
                "The server at " + url + " " + what + " (" + detail + ").");
    }

    /** Called by the HTTP client, one call at a time. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                events.text(whole);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(
                WebSocket webSocket, int statusCode, String reason) {
            over(statusCode, reason);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            over(BROKEN, "the connection broke");
        }
    }
}
