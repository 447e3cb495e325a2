package dev.parley.app.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.client.Endpoint;
import dev.parley.app.client.Trust;
import dev.parley.embedded.DataDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the Parley does that runs on a data directory, by its own account. */
final class RunningParley {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OF_STAGE =
            Pattern.compile(
                    "(?m)^parley_stage_(\\w+?)(?:_total)?\\{stage=\"([^\"]+)\"[^}]*\\}"
                            + " (\\d+)\\s*$");
    private static final Pattern LAG =
            Pattern.compile(
                    "(?m)^parley_stage_lag_records\\{stage=\"([^\"]+)\",topic=\"([^\"]+)\","
                            + "partition=\"(\\d+)\"\\} (\\d+)\\s*$");
    private static final int PARTITIONS_SHOWN = 5;

    private final Path data;

    RunningParley(Path data) {
        this.data = data;
    }

    boolean isOpen() {
        return DataDirectory.isOpen(data);
    }

    List<Finding> findings() throws InterruptedException {
        if (!isOpen()) {
            return List.of(Finding.ok("Parley", "none runs on " + data));
        }
        try {
            Optional<Endpoint> endpoint = Endpoint.read(data);
            URI api = endpoint.map(Endpoint::http).orElse(null);
            if (api == null) {
                return List.of(Finding.warn("Parley", "starting or stopping on " + data));
            }
            Path authority = endpoint.get().authority();
            try (HttpClient http = Trust.in(authority).connectTimeout(PATIENCE).build()) {
                return asked(http, api, endpoint.get().token());
            }
        } catch (IOException e) {
            return List.of(
                    Finding.fail(
                            "Parley",
                            "runs on %s but doesn't answer (%s): its log in %s may tell why."
                                    .formatted(
                                            data,
                                            e.getClass().getSimpleName(),
                                            data.resolve("logs"))));
        }
    }

    private static List<Finding> asked(HttpClient http, URI api, String token)
            throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        JsonNode ready = JSON.readTree(get(http, api, token, "/health/ready").body());
        if (ready.path("failing").isEmpty()) {
            findings.add(Finding.ok("Parley", "ready at " + api));
        }
        for (JsonNode check : ready.path("failing")) {
            findings.add(
                    Finding.fail(
                            "Parley",
                            check.path("name").asText() + ": " + check.path("detail").asText()));
        }
        String metrics = get(http, api, token, "/metrics").body();
        counts(metrics)
                .forEach(
                        (stage, counts) ->
                                findings.add(ofStage(stage, counts, waiting(metrics, stage))));
        return findings;
    }

    private static Finding ofStage(String stage, Map<String, Long> counts, String waiting) {
        String found =
                "%s: %d handled, %d waiting%s, %d repeated, %d retried, %d dead letters"
                        .formatted(
                                stage,
                                counts.getOrDefault("handled", 0L),
                                counts.getOrDefault("lag_records", 0L),
                                waiting,
                                counts.getOrDefault("repeated", 0L),
                                counts.getOrDefault("retried", 0L),
                                counts.getOrDefault("dead_letters", 0L));
        return counts.getOrDefault("dead_letters", 0L) > 0
                ? Finding.warn("stage", found + " (parley topics tail dead-letters shows them)")
                : Finding.ok("stage", found);
    }

    /** What each stage counts, by the name of the figure. */
    static Map<String, Map<String, Long>> counts(String metrics) {
        Map<String, Map<String, Long>> byStage = new TreeMap<>();
        Matcher sample = OF_STAGE.matcher(metrics);
        while (sample.find()) {
            byStage.computeIfAbsent(sample.group(2), missing -> new TreeMap<>())
                    .merge(sample.group(1), Long.parseLong(sample.group(3)), Long::sum);
        }
        return byStage;
    }

    /** Where a stage's records wait, the most first; empty if none do. */
    static String waiting(String metrics, String stage) {
        Map<String, Long> waiting = new TreeMap<>();
        Matcher sample = LAG.matcher(metrics);
        while (sample.find()) {
            long records = Long.parseLong(sample.group(4));
            if (sample.group(1).equals(stage) && records > 0) {
                waiting.put(sample.group(2) + "-" + sample.group(3), records);
            }
        }
        if (waiting.isEmpty()) {
            return "";
        }
        int more = waiting.size() - PARTITIONS_SHOWN;
        return waiting.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(PARTITIONS_SHOWN)
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(
                        Collectors.joining(
                                ", ", " (", more > 0 ? ", and %d more)".formatted(more) : ")"));
    }

    private static HttpResponse<String> get(HttpClient http, URI api, String token, String path)
            throws IOException, InterruptedException {
        URI uri = api.resolve(path);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }
}
