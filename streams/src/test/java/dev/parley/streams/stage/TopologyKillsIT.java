package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stage processes die under load, on a real broker. {@code -Dparley.kills=N} sets how many (2), and
 * {@code -Dparley.stalls=N} how often one is stopped, wakes after the takeover and finds its heir
 * killed (1); {@code -Dparley.seed=N} when.
 */
class TopologyKillsIT {
    private static final int KILLS = Integer.getInteger("parley.kills", 2);
    private static final int STALLS = Integer.getInteger("parley.stalls", 1);
    private static final long SEED = Long.getLong("parley.seed", 4);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private static Path folder;
    private static final StageProcess[] processes = new StageProcess[2];
    private static Broker broker;
    private static int started;
    private final Random random = new Random(SEED);
    private Talk talk;

    @BeforeAll
    static void startProcesses() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        for (int i = 0; i < processes.length; i++) {
            start(i);
        }
    }

    @AfterAll
    static void killProcesses() throws Exception {
        for (StageProcess process : processes) {
            process.kill();
        }
        broker.close();
    }

    @BeforeEach
    void talk(TestInfo test) throws Exception {
        talk = new Talk(broker, test.getTestMethod().orElseThrow().getName());
        talk.start();
        listenFor(200);
    }

    @AfterEach
    void endTalk() {
        talk.close();
    }

    @Test
    void losesAndChangesNothingHoweverOftenProcessesAreKilled() throws Exception {
        // When
        for (int kill = 0; kill < KILLS; kill++) {
            talk.listen(Duration.ofMillis(300 + random.nextInt(1700)));
            int victim = random.nextInt(processes.length);
            processes[victim].kill();
            if (random.nextBoolean()) {
                talk.listen(Duration.ofMillis(random.nextInt(2500)));
            }
            start(victim);
        }
        talk.finish(PATIENCE);

        // Then
        account(KILLS + " kills");
    }

    @Test
    void oneThatStoodStillIsFencedAndComesBackByItself() throws Exception {
        for (int stall = 0; stall < STALLS; stall++) {
            int sleeper = random.nextInt(processes.length);
            int heir = 1 - sleeper;

            // When: it sleeps past its session and its transaction; the heir has taken over
            processes[sleeper].signal("STOP");
            talk.listen(Duration.ofMillis(3500 + random.nextInt(1500)));
            processes[sleeper].signal("CONT");
            talk.listen(Duration.ofMillis(random.nextInt(300)));
            processes[heir].kill();

            // Then: nobody but the fenced one is there to go on
            listenFor(300);
            assertThat(processes[sleeper].isAlive()).isTrue();
            start(heir);
        }
        talk.finish(PATIENCE);
        account(STALLS + " stalls with a second kill");
    }

    private void account(String what) {
        System.out.printf("%s (seed %d): %s%n", what, SEED, talk.figures());
        for (String topology : List.of("turn", "dialogue")) {
            Changelog.Found found = Changelog.of(broker, topology);
            System.out.printf(
                    "  changelog of %s: %d states, %d regressions%n",
                    topology, found.entries(), found.regressions().size());
            assertThat(found.entries()).isPositive();
            assertThat(found.regressions()).isEmpty();
        }
        assertThat(talk.conflicting()).as("ids with two contents").isZero();
        assertThat(talk.faults()).isEmpty();
        assertThat(talk.lostTexts()).as("texts that weren't answered").isEmpty();
    }

    private void listenFor(int outputs) {
        int until = talk.outputs() + outputs;
        Broker.until(
                outputs + " more outputs",
                PATIENCE,
                () -> {
                    talk.listen(Duration.ofMillis(20));
                    return talk.outputs() >= until;
                });
    }

    private static void start(int which) throws Exception {
        processes[which] =
                StageProcess.start(
                        broker.client().get("bootstrap.servers"),
                        "process" + which,
                        folder.resolve("state" + started++));
    }
}
