package dev.parley.app.models;

import dev.parley.app.UserError;
import dev.parley.app.client.Terminal;
import dev.parley.app.config.ParleyConfig;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches the small English model at the first start, where nobody chose another and there is a
 * network. Whatever fails is told in a line, and the starter model hears.
 */
public final class FirstModel {
    /** So long it is waited for a source to answer. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    /** So long the start waits for the model; then it goes on coming in the background. */
    private static final Duration WHOLE = Duration.ofMinutes(2);

    private final PublishedModel model;
    private final Duration answer;
    private final Duration whole;

    FirstModel(PublishedModel model, Duration answer, Duration whole) {
        this.model = model;
        this.answer = answer;
        this.whole = whole;
    }

    public static FirstModel published() {
        return new FirstModel(
                Catalogue.published().find(Catalogue.FIRST).orElseThrow(), ANSWER, WHOLE);
    }

    /**
     * Before a Parley starts on the data. Does nothing if a model was chosen, the network is
     * declined, or another Parley has the data.
     */
    public void beforeStart(ParleyConfig config, Terminal terminal) throws InterruptedException {
        if (!DataDirectory.isOpen(config.data())) {
            fetchIfWanted(config, terminal);
        }
    }

    /** Beside a Parley that runs on the data: it hears with the model from its next start on. */
    public void beside(ParleyConfig config, Terminal terminal) throws InterruptedException {
        if (fetchIfWanted(config, terminal)) {
            terminal.line("  " + model.name() + " hears from the next parley up on");
        }
    }

    private boolean fetchIfWanted(ParleyConfig config, Terminal terminal)
            throws InterruptedException {
        if (config.engines().offline() || config.engines().voskModel() != null) {
            return false;
        }
        Path models;
        try {
            models = DataDirectory.folderIn(config.data(), "models");
        } catch (EmbeddedStartException e) {
            return false; // the start tells the same
        }
        ModelStore store = new ModelStore(models);
        if (store.hearing().isPresent()) {
            return false;
        }
        Fetching fetching;
        try {
            fetching = Fetching.over(store, Patience.hasty(), System.getenv());
        } catch (ModelFault e) {
            terminal.line("  " + e.getMessage() + " The starter model hears.");
            return false;
        }
        return fetch(store, fetching, terminal);
    }

    /**
     * @return whether the model is there
     */
    boolean fetch(ModelStore store, Fetching fetching, Terminal terminal)
            throws InterruptedException {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Muted progress = new Muted(new ProgressView(terminal), answered);
        Thread thread =
                Thread.ofVirtual()
                        .name("first-model")
                        .start(
                                () -> {
                                    try {
                                        fetching.fetch(model, false, progress);
                                        store.hearWith(model.name());
                                        done.complete(null);
                                    } catch (Exception e) {
                                        done.completeExceptionally(e);
                                    }
                                });
        try {
            CompletableFuture.anyOf(answered, done).get(answer.toMillis(), TimeUnit.MILLISECONDS);
            done.get(whole.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            progress.mute();
            if (!answered.isDone()) {
                thread.interrupt();
                terminal.line("  No source of a model for people answers; the starter model hears");
            } else {
                terminal.line(
                        "  " + model.name() + " goes on coming; it hears from the next start on");
            }
        } catch (ExecutionException e) {
            progress.mute();
            terminal.line(
                    "  "
                            + (e.getCause() instanceof UserError error
                                    ? error.getMessage()
                                    : model.name() + " can't be fetched (" + e.getCause() + ").")
                            + " The starter model hears.");
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        }
        return false;
    }

    /** Shows nothing any more once nobody waits. */
    private static final class Muted implements Progress {
        private final Progress shown;
        private final CompletableFuture<Void> answered;
        private volatile boolean muted;

        Muted(Progress shown, CompletableFuture<Void> answered) {
            this.shown = shown;
            this.answered = answered;
        }

        void mute() {
            muted = true;
        }

        @Override
        public void note(String line) {
            if (!muted) {
                shown.note(line);
            }
        }

        @Override
        public void has(String file, long done, long total) {
            answered.complete(null);
            if (!muted) {
                shown.has(file, done, total);
            }
        }
    }
}
