package dev.parley.load.scale;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The processes that share {@code hearing}'s partitions. */
public final class HearingGroup implements AutoCloseable {
    private static final Duration SHARED_WITHIN = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<HearingProcess> members = new ArrayList<>();
    private final String bootstrap;
    private final int partitions;
    private final Path folder;
    private final Engine engine;

    public HearingGroup(String bootstrap, int partitions, Path folder, Engine engine) {
        this.bootstrap = bootstrap;
        this.partitions = partitions;
        this.folder = folder;
        this.engine = engine;
    }

    /** Adds members, and returns once the partitions are shared evenly. */
    public void add(int processes) throws IOException, InterruptedException {
        for (int i = 0; i < processes; i++) {
            String name = "hearing" + members.size();
            members.add(HearingProcess.start(http, bootstrap, name, folder, engine));
        }
        for (HearingProcess member : members) {
            member.awaitReady();
        }
        awaitShared();
    }

    /** Has the last one leave in good order; returns once the others have its partitions. */
    void removeLast() throws IOException, InterruptedException {
        members.removeLast().close();
        awaitShared();
    }

    /** The last member's partitions. */
    Set<Integer> partitionsOfLast() throws IOException, InterruptedException {
        return members.getLast().metrics().lag().keySet();
    }

    public List<HearingProcess.Metrics> metrics() throws IOException, InterruptedException {
        List<HearingProcess.Metrics> all = new ArrayList<>();
        for (HearingProcess member : List.copyOf(members)) {
            all.add(member.metrics());
        }
        return all;
    }

    /** The most memory that each has had of the system so far. */
    public List<Long> residentBytes() throws IOException {
        List<Long> all = new ArrayList<>();
        for (HearingProcess member : members) {
            all.add(member.residentBytes());
        }
        return all;
    }

    /** Whether all are alive that were added and not removed. */
    public boolean alive() {
        return members.stream().allMatch(HearingProcess::alive);
    }

    private void awaitShared() throws IOException, InterruptedException {
        long until = System.nanoTime() + SHARED_WITHIN.toNanos();
        List<Map<Integer, Long>> owned;
        do {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the partitions aren't shared evenly");
            }
            Thread.sleep(Duration.ofMillis(50));
            owned = metrics().stream().map(HearingProcess.Metrics::lag).toList();
        } while (!shared(owned));
    }

    private boolean shared(List<Map<Integer, Long>> owned) {
        int fair = partitions / owned.size();
        return owned.stream().allMatch(each -> each.size() >= fair)
                && owned.stream().mapToInt(Map::size).sum() == partitions;
    }

    @Override
    public void close() {
        members.parallelStream().forEach(HearingProcess::close);
        http.close();
    }
}
