package dev.parley.load.once;

import dev.parley.app.config.RetentionConfig;
import dev.parley.app.running.BrokerTopics;
import dev.parley.connectors.memory.Database;
import dev.parley.connectors.tools.LedgerSchema;
import dev.parley.embedded.EmbeddedDatabase;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.load.scale.FixedKey;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.CallId;
import dev.parley.streams.stage.EventWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** A broker and a database of its own, two executors, and somebody who deals blows. */
final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration STALL = Duration.ofSeconds(8);
    private static final int EXECUTORS = 2;

    private final Sizes sizes;
    private final Path folder;
    private final Consumer<String> out;
    private final Random random;

    /**
     * @param out takes what goes on, line by line
     */
    Trial(Sizes sizes, Path folder, Consumer<String> out) {
        this.sizes = sizes;
        this.folder = folder;
        this.out = out;
        this.random = new Random(sizes.seed());
    }

    Verdict run() throws IOException, InterruptedException {
        try (EmbeddedKafka broker =
                        EmbeddedKafka.start(
                                folder.resolve("broker"),
                                EmbeddedKafka.Settings.DEFAULT.unguarded());
                EmbeddedDatabase postgres = EmbeddedDatabase.start(folder.resolve("database"));
                CountingService service = new CountingService()) {
            new BrokerTopics(
                            broker.clientProperties(),
                            sizes.partitions(),
                            RetentionConfig.defaults())
                    .ensure();
            Database database =
                    new Database(
                            postgres.host(),
                            postgres.port(),
                            postgres.database(),
                            postgres.user(),
                            postgres.password());
            LedgerSchema.migrate(database.dataSource());
            return run(broker, database, service);
        }
    }

    private Verdict run(EmbeddedKafka broker, Database database, CountingService service)
            throws IOException, InterruptedException {
        List<String> arguments =
                List.of(
                        service.address().toString(),
                        database.host(),
                        Integer.toString(database.port()),
                        database.name(),
                        database.user(),
                        database.password());
        List<Executor> executors = new ArrayList<>();
        Wire wire = new Wire(new FixedKey());
        try (EventWriter writer = new EventWriter(wire, broker.clientProperties());
                Results results =
                        new Results(wire, broker.clientProperties(), sizes.partitions())) {
            for (int i = 0; i < EXECUTORS; i++) {
                executors.add(start(broker, i, arguments));
            }
            for (Executor executor : executors) {
                executor.awaitReady();
            }
            Calls calls = new Calls(writer, sizes);
            Thread calling = Thread.ofPlatform().name("calls").daemon().start(calls::make);
            for (boolean stall : blows()) {
                int which = random.nextInt(EXECUTORS);
                Executor executor = executors.get(which);
                awaitCallAt(service, executor);
                if (stall) {
                    executor.stall(STALL);
                    out.accept(executor.name() + " hung for " + STALL.toSeconds() + " s");
                } else {
                    executor.kill();
                    executors.set(which, start(broker, which, arguments));
                    executors.get(which).awaitReady();
                    out.accept("%s was killed; %s".formatted(executor.name(), calls));
                }
            }
            calls.end();
            calling.join();
            Map<CallId, String> made = calls.made();
            awaitResults(results, made);
            return Verdict.of(
                    made,
                    results.byCall(),
                    results.toldTwice(),
                    call -> service.count(call.value()));
        } finally {
            for (Executor executor : executors) {
                executor.kill();
            }
        }
    }

    private Executor start(EmbeddedKafka broker, int which, List<String> arguments)
            throws IOException {
        return Executor.start(broker.bootstrap(), "executor" + which, folder, arguments);
    }

    /** Whether each blow is a stall, in an order that the seed fixes. */
    private List<Boolean> blows() {
        List<Boolean> blows = new ArrayList<>(Collections.nCopies(sizes.kills(), false));
        blows.addAll(Collections.nCopies(sizes.stalls(), true));
        Collections.shuffle(blows, random);
        return blows;
    }

    private static void awaitCallAt(CountingService service, Executor executor)
            throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (service.present(executor.name()) == 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(executor.name() + " gets no calls");
            }
            Thread.sleep(Duration.ofMillis(1));
        }
    }

    private static void awaitResults(Results results, Map<CallId, String> made)
            throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!results.byCall().keySet().containsAll(made.keySet()) && System.nanoTime() < until) {
            Thread.sleep(Duration.ofMillis(50));
        }
    }
}
