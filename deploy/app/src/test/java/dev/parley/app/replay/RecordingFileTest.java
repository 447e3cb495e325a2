package dev.parley.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.app.CommandLineRun;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.replay.Recorded;
import dev.parley.streams.replay.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFileTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final SessionId SESSION = new SessionId("s2-filed");

    private final List<Recorded> records = new ArrayList<>();
    private final Recording recording = recording("local");
    private Path file;

    @BeforeEach
    void writeIt(@TempDir Path folder) throws IOException {
        file = folder.resolve("recording.jsonl");
        try (PrintWriter out =
                new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            RecordingFile.write(recording, RecordingFile.PersonalValues.CLEAR, out);
        }
    }

    @Test
    void readsBackWhatItWrote() {
        assertThat(RecordingFile.read(file)).isEqualTo(recording);
    }

    @Test
    void saysWhatItIsAndHoldsTheSchemasOfWhatItHolds() throws IOException {
        assertThat(Files.readAllLines(file).getFirst())
                .startsWith(
                        "{\"format\":\"parley-recording\",\"version\":1,\"session\":\"s2-filed\"")
                .contains("\"dev.parley.speech.Final\":{\"id\":", "\"type\":\"record\"")
                .doesNotContain("\n");
    }

    @Test
    void passesOverFieldsThatThisBuildDoesNotKnow() throws IOException {
        // Given
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.replaceAll(line -> line.replace("\"event\":{", "\"event\":{\"mood\":[1],"));

        // When
        Files.write(file, lines);

        // Then
        assertThat(RecordingFile.read(file)).isEqualTo(recording);
    }

    @Test
    void tellsWhereAFileWasCut() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 1; length += 97) {
            // When
            Files.write(file, java.util.Arrays.copyOf(whole, length));

            // Then
            assertThatExceptionOfType(AskedWrongly.class)
                    .as("cut after %d of %d bytes", length, whole.length)
                    .isThrownBy(() -> RecordingFile.read(file))
                    .withMessageContaining(file.toString());
        }
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 3));
        assertRefused("ends in the middle, after line 3");
    }

    @Test
    void refusesWhatIsNoRecording() throws IOException {
        for (byte[] garbage :
                List.of(
                        "{\"hello\":1}\n".getBytes(StandardCharsets.UTF_8),
                        new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1},
                        "not json".getBytes(StandardCharsets.UTF_8),
                        new byte[0])) {
            Files.write(file, garbage);
            assertRefused("is no recording");
        }
        Files.delete(file);
        assertRefused("There is no file");
    }

    @Test
    void refusesWhatDoesNotFitTogether() throws IOException {
        changed("\"version\":1", "\"version\":2");
        assertRefused("reads version 1");
        changed("\"version\":2", "\"version\":1");
        changed("\"confidence\":0.9,", "\"confidence\":\"high\",");
        assertRefused("Final.confidence is missing or malformed");
        changed("\"confidence\":\"high\",", "\"confidence\":0.9,");
        changed("{\"end\":5}", "{\"end\":6}");
        assertRefused("should hold 6 records, not 5");
        changed("{\"end\":6}", "{\"end\":5}\n{}");
        assertRefused("something follows the end");
    }

    @Test
    void theCommandEndsWithTwoWhereThereIsNothingToReplay() throws IOException {
        // Given
        Files.writeString(file, "garbage");

        // Then
        for (String[] arguments :
                List.of(
                        new String[] {"replay", "--from", file.toString()},
                        new String[] {"replay"},
                        new String[] {"replay", "s2-filed", "--all"},
                        new String[] {"replay", "s2-filed", "--engines", "tool"},
                        new String[] {"replay", "nonsense"},
                        new String[] {"shadow", "diff", "tool"})) {
            CommandLineRun run = CommandLineRun.of(arguments);
            assertThat(run.exitCode()).as(String.join(" ", arguments)).isEqualTo(2);
            assertThat(run.err()).startsWith("parley: ").doesNotContain("a bug");
        }
    }

    @Test
    void theCommandShowsWhatTheStagesWouldWriteToday() {
        // When
        CommandLineRun run = CommandLineRun.of("replay", "--from", file.toString());

        // Then
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("audit  audit/0  Audit.Entry", "\n  + action \"session.started\"")
                .contains("spät ist es \"jetzt\"\\n")
                .contains("only replayed", "✗ ", "s2-filed")
                .contains("undecodable records, which were passed over: 1");
    }

    @Test
    void onlyTheOwnerExportsWhatWasSaid() {
        assertThat(ExportCommand.owned(recording)).isSameAs(recording);
        records.clear();
        Recording another = recording("another");
        assertThatExceptionOfType(AskedWrongly.class)
                .isThrownBy(() -> ExportCommand.owned(another))
                .withMessageContaining("isn't yours");
    }

    private void assertRefused(String why) {
        assertThatExceptionOfType(AskedWrongly.class)
                .isThrownBy(() -> RecordingFile.read(file))
                .withMessageContaining(why);
    }

    private void changed(String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private Recording recording(String user) {
        add(
                Topics.CONTROL,
                "gateway",
                new Control.SessionStarted(new UserId(user), "realtime", "Europe/Paris"));
        add(
                Topics.SPEECH,
                "hearing",
                new Speech.Final(
                        new UtteranceId("u1"),
                        Personal.of("wie spät ist es \"jetzt\"\n"),
                        Personal.of(List.of(new Speech.Word("wie", 10, 20, 1.0 / 3))),
                        0.9,
                        10,
                        20,
                        3,
                        AT,
                        AT,
                        AT,
                        false));
        add(
                Topics.INTENTS,
                "intent",
                new Intent.Recognized(
                        new TurnId("t1"),
                        "time",
                        0.5,
                        "rule",
                        Personal.of(Map.of("place", "tokyo", "day", "today"))));
        add(Topics.INTENTS, "intent", new Unknown(4711));
        return new Recording(
                SESSION,
                records,
                List.of(new Recording.Unreadable(Topics.SPEECH, 2, 99, "not framed")));
    }

    private void add(Topic topic, String writer, Event event) {
        long n = records.size();
        records.add(
                new Recorded(
                        topic,
                        2,
                        n,
                        new Envelope<>(
                                EventId.of(writer, n, 0),
                                SESSION,
                                new Owner.Session(SESSION),
                                new Times(AT, AT.plusMillis(n)),
                                n == 1
                                        ? "00-11111111111111111111111111111111-2222222222222222-01"
                                        : null,
                                event)));
    }
}
