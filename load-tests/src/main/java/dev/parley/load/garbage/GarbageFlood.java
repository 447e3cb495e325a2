package dev.parley.load.garbage;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.LocalInstallation;
import dev.parley.load.TrialFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Floods a whole Parley in this process with garbage, while somebody talks to it. */
@Command(
        name = "garbage-flood",
        mixinStandardHelpOptions = true,
        description = {
            "Floods a Parley of its own with garbage while somebody talks to it.",
            "Exit code 0 if it stood, leaked nothing and let nobody wait; 1 if not."
        })
public final class GarbageFlood implements Callable<Integer> {
    private static final int FLOODERS = 4;
    private static final int QUESTIONS_BEFORE = 8;

    /** Half a kilobyte an input; what the stages keep of the noise that they heard is in it. */
    private static final long MOST_LEAKED_BYTES = 48 << 20;

    @Option(names = "--seed", description = "Fixes what is sent (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--inputs", description = "How many messages (${DEFAULT-VALUE}).")
    private long inputs = 100_000;

    private final List<Flooder> flooders = new ArrayList<>();

    /** Ends with the exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GarbageFlood()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("parley-garbage");
        ParleyConfig config = ParleyConfig.defaults().in(data).onAnyPort();
        try (LocalInstallation parley = LocalInstallation.start(config, line -> {});
                HttpClient http = HttpClient.newHttpClient();
                Bystander bystander = new Bystander(parley.voice(), parley.token())) {
            for (int i = 0; i < QUESTIONS_BEFORE; i++) {
                bystander.ask();
            }
            say("before: %s", waits(bystander.waits()));
            URI url = URI.create(parley.voice() + "?token=" + parley.token());
            flood(http, url, bystander, inputs / 10, seed);
            long usedBefore = used();
            flood(http, url, bystander, inputs - inputs / 10, seed + FLOODERS);
            say("during: %s", waits(bystander.waits()));
            bystander.ask();
            long leaked = used() - usedBefore;
            say(
                    "%d inputs over %d connections, %d events in answer; heap grew by %.1f MB after"
                            + " the first tenth",
                    inputs,
                    flooders.stream().mapToLong(Flooder::connections).sum(),
                    flooders.stream().mapToLong(Flooder::answers).sum(),
                    leaked / 1e6);
            say("the bystander got %d answers wrong or not at all", bystander.wrong());
            return bystander.wrong() == 0 && leaked < MOST_LEAKED_BYTES ? 0 : 1;
        } finally {
            TrialFolder.delete(data);
        }
    }

    private void flood(HttpClient http, URI url, Bystander bystander, long count, long seedOfFirst)
            throws IOException, InterruptedException {
        AtomicLong left = new AtomicLong(count);
        List<Thread> running = new ArrayList<>();
        List<Throwable> faults = new ArrayList<>();
        for (int i = 0; i < FLOODERS; i++) {
            Flooder flooder = new Flooder(http, url, new Garbage(seedOfFirst + i), left);
            flooders.add(flooder);
            running.add(
                    Thread.ofPlatform()
                            .uncaughtExceptionHandler(
                                    (thread, fault) -> {
                                        synchronized (faults) {
                                            faults.add(fault);
                                        }
                                    })
                            .start(flooder));
        }
        while (running.stream().anyMatch(Thread::isAlive)) {
            bystander.ask();
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.getFirst());
        }
    }

    /** Bytes of heap that are in use once all that can go is gone. */
    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(500);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String waits(List<Long> sorted) {
        return sorted.isEmpty()
                ? "nothing was heard"
                : "%d questions, first sound after %d ms (median), at most %d ms"
                        .formatted(sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast());
    }

    private static void say(String format, Object... values) {
        System.out.println("garbage: " + String.format(Locale.ROOT, format, values));
    }
}
