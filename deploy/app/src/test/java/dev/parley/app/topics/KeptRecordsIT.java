package dev.parley.app.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.CommandLineRun;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.running.LocalInstallation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a turn leaves in the topics, as this machine's owner and as an analyst read it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeptRecordsIT {
    private static final String QUESTION = "what time is it in tokyo";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path temporary;

    private static Path data;
    private static LocalInstallation parley;

    @BeforeAll
    static void askParleyInWriting() throws Exception {
        data = temporary.resolve("data");
        parley = LocalInstallation.start(ParleyConfig.defaults().in(data).onAnyPort(), line -> {});
        try (RealtimeClient client =
                RealtimeClient.connect(parley.voice(), parley.token(), PATIENCE)) {
            client.say(QUESTION);
            Instant until = Instant.now().plus(PATIENCE);
            boolean measured = false;
            while (!measured) {
                Received next = client.take(PATIENCE);
                assertThat(next).as("an event before the turn's timeline").isNotNull();
                assertThat(Instant.now()).as("when the timeline comes").isBefore(until);
                measured =
                        next instanceof Received.Message message
                                && message.type().equals("parley.timeline");
            }
        }
    }

    @AfterAll
    static void stopParley() {
        if (parley != null) {
            parley.close();
        }
    }

    @Test
    @Order(1)
    void holdsDecodableRecordsOfATurnInEveryTopicThatItPasses() {
        try (KeptRecords records = KeptRecords.open(data, line -> fail("nothing to be started"))) {
            for (Topic topic :
                    List.of(
                            Topics.CONTROL,
                            Topics.CONVERSATION,
                            Topics.TURNS,
                            Topics.CONTEXTS,
                            Topics.INTENTS,
                            Topics.TOOL_REQUESTS,
                            Topics.TOOL_CALLS,
                            Topics.TOOL_RESULTS,
                            Topics.REPLIES,
                            Topics.AUDIO_OUT,
                            Topics.TIMELINES,
                            Topics.AUDIT)) {
                // When
                List<TopicRecord> found = read(records, topic, null);

                // Then
                assertThat(found)
                        .as(topic.fullName())
                        .isNotEmpty()
                        .allSatisfy(
                                record ->
                                        assertThat(record).isInstanceOf(TopicRecord.Decoded.class));
            }
        }
    }

    @Test
    @Order(2)
    void readsOnlyTheSessionThatIsAskedFor() {
        try (KeptRecords records = KeptRecords.open(data, line -> {})) {
            // Given
            SessionId session = sessions(records).getFirst();
            SessionId nobody = SessionId.on(session.partition(), "nobody");

            // Then
            assertThat(read(records, Topics.CONVERSATION, session)).isNotEmpty();
            assertThat(read(records, Topics.CONVERSATION, nobody)).isEmpty();
        }
    }

    @Test
    @Order(3)
    void tailPrintsWhatWasSaidToTheOwnerOfThisMachine() throws Exception {
        // When
        CommandLineRun run =
                CommandLineRun.of(
                        "topics",
                        "tail",
                        "control",
                        "--once",
                        "--from-start",
                        "--json",
                        "--data",
                        data.toString());

        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anySatisfy(
                        line -> {
                            JsonNode record = new ObjectMapper().readTree(line);
                            assertThat(record.path("type").asText())
                                    .isEqualTo("dev.parley.control.TextSubmitted");
                            assertThat(record.path("event").path("text").asText())
                                    .isEqualTo(QUESTION);
                        });
    }

    @Test
    @Order(4)
    void doctorTellsThatItIsReadyAndWhatItsStagesCount() {
        // When
        CommandLineRun run = CommandLineRun.of("doctor", "--data", data.toString());

        // Then
        assertThat(run.out())
                .contains("ready at " + parley.http())
                .containsPattern("dialogue: \\d+ handled");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    @Order(5)
    void anAnalystReadsTimelinesAndAuditWithTheProgramOfTheDocuments() throws Exception {
        // Given
        String python = System.getProperty("parley.analyst.python");
        if (python == null) {
            String reason =
                    "-Dparley.analyst.python names no Python that has confluent-kafka; parley check"
                            + " makes one";
            if (Boolean.getBoolean("parley.nothing.skipped")) {
                fail(reason);
            }
            abort(reason);
        }
        Path program = Files.writeString(temporary.resolve("analyst.py"), programOfTheDocuments());
        Path output = temporary.resolve("analyst.txt");

        // When
        Process process =
                new ProcessBuilder(python, "-W", "ignore", program.toString(), data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        process.destroyForcibly();

        // Then
        String printed = Files.readString(output);
        assertThat(ended).as("it ends by itself; until now: %s", printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed)
                .containsPattern("(?m)^timeline turn_\\S+: [0-9.]+ ms from .*, adds up$")
                .doesNotContain("DOES NOT ADD UP")
                .containsPattern("(?m)^audit .*: local tool.requested clock -> ")
                .doesNotContain(QUESTION)
                .doesNotContain(hex(QUESTION))
                .containsPattern("(?m)^turn turn_.* its text is sealed: 01[0-9a-f]{90,}$");
    }

    @Test
    @Order(6)
    void readsTheDataThatAParleyLeftWhenItStopped() {
        // Given
        parley.close();

        // When
        CommandLineRun run =
                CommandLineRun.of("topics", "tail", "timelines", "--data", data.toString());

        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("No Parley runs");
        assertThat(run.out()).contains("timeline.TurnMeasured", "totalMicros=");
    }

    private static List<SessionId> sessions(KeptRecords records) {
        return read(records, Topics.CONTROL, null).stream()
                .map(TopicRecord.Decoded.class::cast)
                .filter(record -> record.envelope().event() instanceof Control.SessionStarted)
                .map(record -> record.envelope().session())
                .toList();
    }

    private static List<TopicRecord> read(KeptRecords records, Topic topic, SessionId session) {
        try (RecordReader reader = records.reader(topic, session)) {
            return reader.all();
        }
    }

    private static String programOfTheDocuments() throws Exception {
        String page = Files.readString(Path.of("../../docs/analysts.md"));
        Matcher block = Pattern.compile("(?s)```python\\n(.*?)```").matcher(page);
        assertThat(block.find()).as("a Python program in docs/analysts.md").isTrue();
        return block.group(1);
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
