package dev.parley.app.demo;

import dev.parley.app.client.LiveView;
import dev.parley.app.client.TokenRefusedException;
import dev.parley.app.client.UnreachableException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks one installation what seeds draw, each in a session of its own. Safe for use by many
 * threads.
 */
final class SeedRun {
    private final Installation installation;
    private final SpeechSynthesizer voice;
    private final Ear ear;
    private final Path folder;
    private final AtomicBoolean longReplyTakenIn = new AtomicBoolean();

    /**
     * @param voice what asks, safe for use by many threads
     * @param ear what judges, safe for use by many threads
     * @param folder where the replies' sound is kept
     */
    SeedRun(Installation installation, SpeechSynthesizer voice, Ear ear, Path folder) {
        this.installation = installation;
        this.voice = voice;
        this.ear = ear;
        this.folder = folder;
    }

    /**
     * @param view shows what happens
     * @param report is told what is asked and how it is judged
     */
    Outcome of(long seed, LiveView view, Report report) throws InterruptedException {
        long begun = System.nanoTime();
        Questions questions = Questions.drawnFrom(seed);
        List<Result> results = List.of();
        String broken = "";
        try (VoiceSession session =
                VoiceSession.open(installation.voice(), installation.token(), voice, view)) {
            Interview interview =
                    new Interview(
                            session,
                            ear,
                            folder.resolve("seed-" + seed),
                            report::asking,
                            report::judged);
            results = interview.results();
            hold(interview, questions);
        } catch (UnreachableException | TokenRefusedException e) {
            broken = String.valueOf(e.getMessage());
        } catch (IOException e) {
            broken = "the session broke: " + e.getMessage();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new Outcome(seed, List.copyOf(results), broken, took);
    }

    private void hold(Interview interview, Questions questions)
            throws InterruptedException, IOException {
        for (Question question : questions.others()) {
            interview.ask(question);
        }
        interview.setTimer(questions.setTimer(), questions.timer(), questions.ring());
        if (longReplyTakenIn.compareAndSet(false, true)) {
            interview.takeInAll(questions.help());
        }
        interview.cancel(questions.help());
    }
}
