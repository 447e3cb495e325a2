package dev.parley.app.running;

import dev.parley.streams.stage.StageFigures;
import dev.parley.streams.stage.StageHost;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** What the stages count, in Prometheus' text format. */
public final class Figures implements Supplier<String> {
    private static final Comparator<TopicPartition> BY_PLACE =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final List<StageHost> hosts;
    private final IntSupplier sessions;

    public Figures(List<StageHost> hosts, IntSupplier sessions) {
        this.hosts = hosts;
        this.sessions = sessions;
    }

    @Override
    public String get() {
        StringBuilder text = new StringBuilder();
        gauge(text, "parley_sessions", "Open sessions.", sessions.getAsInt());
        Runtime runtime = Runtime.getRuntime();
        gauge(
                text,
                "parley_heap_used_bytes",
                "Heap in use.",
                runtime.totalMemory() - runtime.freeMemory());
        gauge(
                text,
                "parley_uptime_seconds",
                "Since the process began.",
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        counter(
                text,
                "parley_stage_handled_total",
                "Events handled.",
                StageFigures.Snapshot::handled);
        counter(
                text,
                "parley_stage_repeated_total",
                "Events seen before and dropped.",
                StageFigures.Snapshot::repeated);
        counter(text, "parley_stage_retried_total", "Tries again.", StageFigures.Snapshot::retried);
        counter(
                text,
                "parley_stage_unknown_total",
                "Events of unknown types.",
                StageFigures.Snapshot::unknown);
        counter(
                text,
                "parley_stage_dead_letters_total",
                "Records given up.",
                StageFigures.Snapshot::deadLetters);
        head(text, "parley_stage_lag_records", "Records that are not handled yet.", "gauge");
        for (StageHost host : hosts) {
            host.lag().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(BY_PLACE))
                    .forEach(each -> lag(text, host, each.getKey(), each.getValue()));
        }
        head(text, "parley_stage_ready", "Whether the stage handles events.", "gauge");
        for (StageHost host : hosts) {
            sample(text, "parley_stage_ready", host, host.ready() ? 1 : 0);
        }
        return text.toString();
    }

    private void counter(
            StringBuilder text,
            String name,
            String help,
            ToLongFunction<StageFigures.Snapshot> of) {
        head(text, name, help, "counter");
        for (StageHost host : hosts) {
            sample(text, name, host, of.applyAsLong(host.figures()));
        }
    }

    private static void sample(StringBuilder text, String name, StageHost host, long value) {
        text.append(
                String.format(
                        Locale.ROOT, "%s{stage=\"%s\"} %d%n", name, host.stage().name(), value));
    }

    private static void lag(
            StringBuilder text, StageHost host, TopicPartition partition, long records) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "parley_stage_lag_records{stage=\"%s\",topic=\"%s\",partition=\"%d\"} %d%n",
                        host.stage().name(),
                        partition.topic(),
                        partition.partition(),
                        records));
    }

    private static void gauge(StringBuilder text, String name, String help, long value) {
        head(text, name, help, "gauge");
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder text, String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
