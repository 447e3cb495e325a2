package dev.parley.load.garbage;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Sends garbage over one WebSocket after the other: the gateway closes those that are too bad. */
final class Flooder implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int UNANSWERED = 50;
    private static final String PROBE = "{\"type\":\"input_audio_buffer.clear\"}";
    private static final List<String> PROBED =
            List.of("input_audio_buffer.cleared", "rate_limit_exceeded");

    private final HttpClient http;
    private final URI url;
    private final Garbage garbage;
    private final AtomicLong left;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong told = new AtomicLong();

    /**
     * @param left how many inputs are still to be sent, by all flooders
     */
    Flooder(HttpClient http, URI url, Garbage garbage, AtomicLong left) {
        this.http = http;
        this.url = url;
        this.garbage = garbage;
        this.left = left;
    }

    long connections() {
        return connections.get();
    }

    long answers() {
        return told.get();
    }

    @Override
    public void run() {
        try {
            while (left.get() > 0) {
                flood();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            throw new IllegalStateException("the gateway doesn't read or answer", e);
        }
    }

    private void flood() throws InterruptedException, TimeoutException {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Answers answers = new Answers(closed);
        int sent = 0;
        WebSocket socket;
        try {
            socket =
                    http.newWebSocketBuilder()
                            .connectTimeout(PATIENCE)
                            .buildAsync(url, answers)
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            Thread.sleep(20);
            return;
        }
        connections.incrementAndGet();
        try {
            while (!closed.isDone() && left.getAndDecrement() > 0) {
                if (garbage.isSound()) {
                    sendSound(socket);
                } else {
                    sendText(socket);
                }
                sent++;
                if (sent % UNANSWERED == 0) {
                    awaitAnswer(socket, answers);
                }
            }
            WebSocket unused =
                    socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException closedMeanwhile) {
            // the gateway had enough
        } finally {
            socket.abort();
        }
    }

    /**
     * What was sent was read: otherwise most of it would wait in buffers when the gateway closes.
     */
    private static void awaitAnswer(WebSocket socket, Answers answers)
            throws InterruptedException, ExecutionException, TimeoutException {
        answers.probed.drainPermits();
        await(socket.sendText(PROBE, true));
        if (!answers.probed.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException();
        }
    }

    private void sendSound(WebSocket socket)
            throws InterruptedException, ExecutionException, TimeoutException {
        byte[] sound = garbage.sound();
        int cut = garbage.cut(sound.length);
        if (cut > 0) {
            await(socket.sendBinary(ByteBuffer.wrap(sound, 0, cut), false));
        }
        await(socket.sendBinary(ByteBuffer.wrap(sound, cut, sound.length - cut), true));
    }

    private void sendText(WebSocket socket)
            throws InterruptedException, ExecutionException, TimeoutException {
        String text = garbage.text();
        int cut = garbage.cut(text.length());
        if (cut > 0 && Character.isHighSurrogate(text.charAt(cut - 1))) {
            cut--;
        }
        if (cut > 0) {
            await(socket.sendText(text.substring(0, cut), false));
        }
        await(socket.sendText(text.substring(cut), true));
    }

    private static void await(CompletableFuture<WebSocket> sent)
            throws InterruptedException, ExecutionException, TimeoutException {
        WebSocket unused = sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private final class Answers implements WebSocket.Listener {
        private final CompletableFuture<Void> closed;
        private final Semaphore probed = new Semaphore(0);
        private final StringBuilder text = new StringBuilder();

        Answers(CompletableFuture<Void> closed) {
            this.closed = closed;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                told.incrementAndGet();
                if (PROBED.stream().anyMatch(text.toString()::contains)) {
                    probed.release();
                }
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end();
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable fault) {
            end();
        }

        private void end() {
            closed.complete(null);
            probed.release();
        }
    }
}
