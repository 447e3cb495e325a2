package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Turns as a client sees them, and what of them reaches the log. */
class TurnTest {
    static final TurnId TURN = new TurnId("t1");
    private static final UtteranceId UTTERANCE = new UtteranceId("u-0");
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Audio.Chunk chunk(ReplyId reply, int attempt, int sentence, int index, int millis) {
        byte[] pcm = new byte[millis * 48];
        java.util.Arrays.fill(pcm, (byte) (10 * attempt + index));
        return new Audio.Chunk(reply, TURN, attempt, sentence, index, Personal.of(pcm));
    }

    static void speak(MemoryLog log, SessionId session, ReplyId reply, String text) {
        log.say(session, new Reply.Sentence(reply, TURN, 0, Personal.of(text), true));
        log.say(session, chunk(reply, 1, 0, 0, 40));
        log.say(session, new Audio.SentenceSpoken(reply, TURN, 1, 0, 1, 40, true));
    }

    static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    @Test
    void aVoiceTurnIsToldInTheProtocolsOrderWithTheFieldsThatClientsInsistOn() {
        try (Client client = gateway.connect()) {
            // Given
            SessionId session = client.session;
            MemoryLog log = gateway.log;
            ReplyId reply = new ReplyId("r1");

            // When
            log.say(session, new Speech.Started(UTTERANCE, 120));
            log.say(session, new Speech.Partial(UTTERANCE, Personal.of("what"), null));
            log.say(session, said("what time is it"));
            log.say(session, turn("what time is it"));
            log.say(
                    session,
                    new Intent.Recognized(
                            TURN, "time", 0.9, "rule", Personal.of(Map.of("city", "tokyo"))));
            CallId call = new CallId("c1");
            log.say(
                    session,
                    new Tool.Requested(
                            call,
                            TURN,
                            new UserId("u1"),
                            "clock",
                            Personal.of(Map.of("city", "tokyo")),
                            null));
            log.say(
                    session,
                    new Tool.Succeeded(call, TURN, "clock", Personal.of(Map.of("time", "10:04"))));
            log.say(
                    session,
                    new Reply.Sentence(reply, TURN, 0, Personal.of("It is ten oh four."), false));
            log.say(
                    session,
                    new Reply.Sentence(reply, TURN, 1, Personal.of("Good morning."), true));
            log.say(session, chunk(reply, 1, 0, 0, 40));
            log.say(session, chunk(reply, 1, 0, 1, 40));
            log.say(session, new Audio.SentenceSpoken(reply, TURN, 1, 0, 2, 80, false));
            log.say(session, chunk(reply, 1, 1, 0, 40));
            log.say(session, new Audio.SentenceSpoken(reply, TURN, 1, 1, 1, 40, true));
            List<JsonNode> events = client.until("response.done");
            log.say(
                    session,
                    new Timeline.TurnMeasured(
                            TURN,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            1000,
                            10,
                            List.of(new Timeline.Segment("hop", "kafka", 990))));
            JsonNode timeline = client.next("parley.timeline");

            // Then
            assertThat(types(events))
                    .containsExactly(
                            "input_audio_buffer.speech_started",
                            "parley.transcript.partial",
                            "input_audio_buffer.speech_stopped",
                            "input_audio_buffer.committed",
                            "conversation.item.added",
                            "conversation.item.done",
                            "conversation.item.input_audio_transcription.delta",
                            "conversation.item.input_audio_transcription.completed",
                            "parley.turn.ended",
                            "parley.intent.recognized",
                            "parley.tool.requested",
                            "parley.tool.result",
                            "response.created",
                            "rate_limits.updated",
                            "response.output_item.added",
                            "conversation.item.added",
                            "response.content_part.added",
                            "response.output_audio_transcript.delta",
                            "response.output_audio_transcript.delta",
                            "response.output_audio.delta",
                            "response.output_audio.delta",
                            "response.output_audio.delta",
                            "response.output_audio.done",
                            "response.output_audio_transcript.done",
                            "response.content_part.done",
                            "response.output_item.done",
                            "conversation.item.done",
                            "response.done");
            assertThat(events).allMatch(event -> event.path("event_id").isTextual());
            assertThat(events.stream().map(event -> event.path("event_id").asText()))
                    .doesNotHaveDuplicates();
            String item = "item_u-0";
            assertThat(events.get(0).toString())
                    .contains("\"item_id\":\"" + item + "\"", "\"audio_start_ms\":120");
            assertThat(events.get(2).toString())
                    .contains("\"item_id\":\"" + item + "\"", "\"audio_end_ms\":1500");
            assertThat(events.get(3).path("item_id").asText()).isEqualTo(item);
            assertThat(events.get(4).at("/item/role").asText()).isEqualTo("user");
            assertThat(events.get(4).at("/item/status").asText()).isEqualTo("completed");
            assertThat(events.get(4).at("/item/content/0/type").asText()).isEqualTo("input_audio");
            JsonNode transcription = events.get(7);
            assertThat(transcription.path("content_index").isInt()).isTrue();
            assertThat(transcription.path("transcript").asText()).isEqualTo("what time is it");
            assertThat(transcription.at("/usage/type").asText()).isEqualTo("duration");
            assertThat(transcription.at("/usage/seconds").isNumber()).isTrue();
            assertThat(events.get(9).at("/slots/city").asText()).isEqualTo("tokyo");
            assertThat(events.get(10).at("/arguments/city").asText()).isEqualTo("tokyo");
            assertThat(events.get(11).at("/result/time").asText()).isEqualTo("10:04");
            JsonNode created = events.get(12).path("response");
            assertThat(created.path("id").asText()).isEqualTo("r1");
            assertThat(created.path("status").asText()).isEqualTo("in_progress");
            assertThat(created.has("output")).isTrue();
            assertThat(created.has("usage")).isTrue();
            assertThat(events.get(14).at("/item/role").asText()).isEqualTo("assistant");
            JsonNode delta = events.get(19);
            for (String field :
                    List.of("response_id", "item_id", "output_index", "content_index", "delta")) {
                assertThat(delta.has(field)).as(field).isTrue();
            }
            assertThat(Base64.getDecoder().decode(delta.path("delta").asText()))
                    .hasSize(40 * 48)
                    .containsOnly(10);
            assertThat(events.get(23).path("transcript").asText())
                    .isEqualTo("It is ten oh four. Good morning.");
            assertThat(events.get(25).at("/item/content/0/type").asText())
                    .isEqualTo("output_audio");
            JsonNode done = events.get(27).path("response");
            assertThat(done.path("status").asText()).isEqualTo("completed");
            assertThat(done.at("/output/0/status").asText()).isEqualTo("completed");
            assertThat(done.at("/usage/input_tokens").isInt()).isTrue();
            assertThat(timeline.at("/segments/0/us").asLong()).isEqualTo(990);
            assertThat(timeline.path("total_us").asLong()).isEqualTo(1000);
        }
    }

    @Test
    void aTextTurnIsSubmittedOnceAResponseIsAskedFor() {
        try (Client client = gateway.connect("?zone=Asia/Tokyo")) {
            // Given
            client.send(
                    "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\","
                            + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                            + "\"text\":\"what time is it\"}]}}");
            JsonNode added = client.next("conversation.item.added");
            client.next("conversation.item.done");
            assertThat(gateway.log.written(client.session, Control.TextSubmitted.class)).isEmpty();

            // When
            client.send("{\"type\":\"response.create\"}");

            // Then
            assertThat(
                            gateway.log
                                    .await(client.session, Control.TextSubmitted.class, 1)
                                    .getFirst()
                                    .text()
                                    .get())
                    .isEqualTo("what time is it");
            client.send(
                    "{\"type\":\"conversation.item.retrieve\",\"item_id\":"
                            + added.at("/item/id")
                            + "}");
            assertThat(
                            client.next("conversation.item.retrieved")
                                    .at("/item/content/0/text")
                                    .asText())
                    .isEqualTo("what time is it");
            assertThat(gateway.log.written(client.session, Control.SessionStarted.class).getFirst())
                    .isEqualTo(
                            new Control.SessionStarted(new UserId("u1"), "realtime", "Asia/Tokyo"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "24000, true",
        "24000, false",
        "16000, true",
        "16000, false",
        "8000, true",
        "8000, false"
    })
    void soundOfAnyRateReachesTheLogAsPiecesOf60MillisecondsAt16Kilohertz(
            int rate, boolean binary) {
        try (Client client = gateway.connect()) {
            // Given
            client.send(
                    "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"audio\":"
                            + "{\"input\":{\"format\":{\"type\":\"audio/pcm\",\"rate\":"
                            + rate
                            + "}}}}}");
            assertThat(
                            client.next("session.updated")
                                    .at("/session/audio/input/format/rate")
                                    .asInt())
                    .isEqualTo(rate);
            byte[] twentyMillis = tone(rate, 20);

            // When
            for (int i = 0; i < 50; i++) {
                if (binary) {
                    client.sendSound(twentyMillis);
                } else {
                    client.append(twentyMillis);
                }
            }
            client.send("{\"type\":\"input_audio_buffer.commit\"}");

            // Then
            Audio.Stalled stalled =
                    gateway.log.await(client.session, Audio.Stalled.class, 1).getFirst();
            List<Audio.Frames> frames = gateway.log.written(client.session, Audio.Frames.class);
            assertThat(stalled.committed()).isTrue();
            assertThat(stalled.startMillis()).isBetween(999L, 1001L);
            assertThat(stalled.sequence()).isEqualTo(frames.size());
            assertThat(frames).hasSize(17);
            for (int i = 0; i < 16; i++) {
                assertThat(frames.get(i).sequence()).isEqualTo(i);
                assertThat(frames.get(i).startMillis()).isEqualTo(60L * i);
                assertThat(frames.get(i).pcm().get()).hasSize(1920);
            }
            Envelope<?> envelope =
                    gateway.log.of(client.session, Audio.Frames.class).toList().get(3);
            assertThat(envelope.id().toString()).matches("gateway-test-\\d+/3");
            assertThat(envelope.owner()).isEqualTo(new Owner.Session(client.session));
            assertThat(envelope.times().emitted()).isAfterOrEqualTo(envelope.times().received());
        }
    }

    @Test
    void aClientThatGoesQuietIsStalledOnce() throws Exception {
        try (Client client = gateway.connect()) {
            // When
            client.sendSound(tone(24_000, 100));

            // Then
            Audio.Stalled stalled =
                    gateway.log.await(client.session, Audio.Stalled.class, 1).getFirst();
            assertThat(stalled.committed()).isFalse();
            Thread.sleep(500);
            assertThat(gateway.log.written(client.session, Audio.Stalled.class)).hasSize(1);
        }
    }

    @Test
    void aCancelledReplyEndsAndNothingMoreOfItIsSent() {
        try (Client client = gateway.connect()) {
            // Given
            MemoryLog log = gateway.log;
            ReplyId reply = new ReplyId("r-cancel");
            log.say(
                    client.session,
                    new Reply.Sentence(reply, TURN, 0, Personal.of("A long story."), false));
            log.say(client.session, chunk(reply, 1, 0, 0, 5000));
            client.until("response.output_audio.delta");
            client.send("{\"type\":\"response.cancel\",\"response_id\":\"r-cancel\"}");
            assertThat(
                            log.await(client.session, Control.CancelRequested.class, 1)
                                    .getFirst()
                                    .reply())
                    .isEqualTo(reply);

            // When
            log.say(client.session, new Cancellation.ReplyCancelled(reply, TURN, "client"));
            log.say(client.session, chunk(reply, 1, 0, 1, 40));
            log.say(client.session, chunk(reply, 2, 0, 1, 40));

            // Then
            JsonNode done = client.until("response.done").getLast();
            assertThat(done.at("/response/status").asText()).isEqualTo("cancelled");
            assertThat(done.at("/response/status_details/reason").asText())
                    .isEqualTo("client_cancelled");
            client.isQuietAndWell();
            Control.PlaybackEnded ended =
                    log.await(client.session, Control.PlaybackEnded.class, 1).getFirst();
            assertThat(ended.complete()).isFalse();
            assertThat(ended.heardMillis()).isBetween(0L, 4000L);
        }
    }

    @Test
    void aSecondReplyWaitsUntilTheFirstIsSaid() {
        try (Client client = gateway.connect()) {
            // Given
            MemoryLog log = gateway.log;
            ReplyId first = new ReplyId("first");
            ReplyId second = new ReplyId("second");
            log.say(client.session, new Reply.Sentence(first, TURN, 0, Personal.of("One."), true));
            log.say(client.session, chunk(first, 1, 0, 0, 40));
            speak(gateway.log, client.session, second, "Two.");

            // When
            log.say(client.session, new Audio.SentenceSpoken(first, TURN, 1, 0, 1, 40, true));

            // Then
            List<JsonNode> ofFirst = client.until("response.done");
            assertThat(ofFirst.toString()).doesNotContain("second");
            assertThat(client.next("response.created").at("/response/id").asText())
                    .isEqualTo("second");
            client.until("response.done");
        }
    }

    @Test
    void soundThatComesTwiceOrFromALaterAttemptIsHeardOnce() {
        try (Client client = gateway.connect()) {
            // Given
            MemoryLog log = gateway.log;
            ReplyId reply = new ReplyId("twice");
            Envelope<?> sentence =
                    log.say(
                            client.session,
                            new Reply.Sentence(reply, TURN, 0, Personal.of("Once."), true));
            log.sayAgain(client.session, sentence);

            // When
            log.say(client.session, chunk(reply, 1, 0, 0, 20));
            log.say(client.session, chunk(reply, 1, 0, 0, 20));
            log.say(client.session, chunk(reply, 1, 0, 2, 20));
            log.say(client.session, chunk(reply, 2, 0, 0, 20));
            log.say(client.session, chunk(reply, 1, 0, 1, 20));
            log.say(client.session, chunk(reply, 2, 0, 1, 20));
            log.say(client.session, chunk(reply, 2, 0, 2, 20));
            log.say(client.session, new Audio.SentenceSpoken(reply, TURN, 1, 0, 2, 40, true));
            log.say(client.session, new Audio.SentenceSpoken(reply, TURN, 2, 0, 3, 60, true));

            // Then
            List<JsonNode> events = client.until("response.done");
            assertThat(
                            events.stream()
                                    .filter(
                                            event ->
                                                    event.path("type")
                                                            .asText()
                                                            .equals("response.output_audio.delta"))
                                    .map(
                                            event ->
                                                    (int)
                                                            Base64.getDecoder()
                                                                    .decode(
                                                                            event.path("delta")
                                                                                    .asText())[0]))
                    .containsExactly(10, 21, 22);
            assertThat(types(events)).containsOnlyOnce("response.output_audio_transcript.delta");
        }
    }

    @Test
    void playbackIsReportedByTheClientOrEstimated() {
        try (Client client = gateway.connect()) {
            // Given
            ReplyId reported = new ReplyId("reported");
            speak(gateway.log, client.session, reported, "Hello.");
            client.until("response.done");

            // When
            client.send(
                    "{\"type\":\"parley.playback.ended\",\"response_id\":\"reported\","
                            + "\"heard_ms\":40,\"complete\":true}");
            gateway.log.await(client.session, Control.PlaybackEnded.class, 1);
            ReplyId estimated = new ReplyId("estimated");
            speak(gateway.log, client.session, estimated, "Hello again.");

            // Then
            assertThat(gateway.log.await(client.session, Control.PlaybackEnded.class, 2))
                    .containsExactly(
                            new Control.PlaybackEnded(reported, TURN, 40, true, 1, 0),
                            new Control.PlaybackEnded(estimated, TURN, 40, true, 1, 0));
            assertThat(gateway.log.written(client.session, Control.PlaybackStarted.class))
                    .containsExactly(
                            new Control.PlaybackStarted(
                                    reported, TURN, MemoryLog.RECEIVED, MemoryLog.EMITTED),
                            new Control.PlaybackStarted(
                                    estimated, TURN, MemoryLog.RECEIVED, MemoryLog.EMITTED));
        }
    }

    @Test
    void aReplyWithoutSoundIsGivenUpSoThatTheNextIsHeard() {
        try (Client client = gateway.connect()) {
            // Given
            gateway.log.say(
                    client.session,
                    new Reply.Sentence(
                            new ReplyId("mute"), TURN, 0, Personal.of("Silence."), true));
            speak(gateway.log, client.session, new ReplyId("next"), "Hello.");

            // When
            List<JsonNode> mute = client.until("response.done");

            // Then
            assertThat(mute.getLast().at("/response/status").asText()).isEqualTo("failed");
            assertThat(client.until("response.done").getLast().at("/response/id").asText())
                    .isEqualTo("next");
        }
    }

    @Test
    void theReplyComesInTheRateThatTheClientWants() {
        try (Client client = gateway.connect()) {
            // Given
            client.send(
                    "{\"type\":\"session.update\",\"session\":{\"audio\":{\"output\":{\"format\":"
                            + "{\"type\":\"audio/pcm\",\"rate\":8000}}},\"voice\":{\"kept\":1}}}");
            assertThat(client.next("session.updated").at("/session/voice/kept").asInt())
                    .isEqualTo(1);

            // When
            speak(gateway.log, client.session, new ReplyId("slow"), "Hello.");

            // Then
            int bytes =
                    client.until("response.done").stream()
                            .filter(
                                    event ->
                                            event.path("type")
                                                    .asText()
                                                    .equals("response.output_audio.delta"))
                            .mapToInt(
                                    event ->
                                            Base64.getDecoder()
                                                    .decode(event.path("delta").asText())
                                                    .length)
                            .sum();
            assertThat(bytes).isBetween(40 * 16 - 4, 40 * 16 + 4);
        }
    }

    @Test
    void comingAndGoingIsWritten() {
        // Given
        Client client = gateway.connect("?zone=Nowhere/Atall");
        assertThat(
                        gateway.log
                                .await(client.session, Control.SessionStarted.class, 1)
                                .getFirst()
                                .zone())
                .isEqualTo("Europe/Berlin");

        // When
        client.close();

        // Then
        assertThat(
                        gateway.log
                                .await(client.session, Control.SessionEnded.class, 1)
                                .getFirst()
                                .reason())
                .isEqualTo("client-left");
        assertThat(gateway.log.await(client.session, Presence.class, 2))
                .containsExactly(
                        new Presence.Arrived(new UserId("u1"), client.session),
                        new Presence.Left(new UserId("u1"), client.session));
    }

    @Test
    void aSessionThatIsThereIsSaidToBeThereAgainAndAgain() {
        // Given
        GatewayConfig usual = Gateway.config();
        GatewayConfig often =
                new GatewayConfig(
                        usual.host(),
                        0,
                        0,
                        Duration.ofMillis(50),
                        usual.limits(),
                        usual.patience());
        UserId user = new UserId("u1");
        try (Gateway talkative = new Gateway(often)) {
            Client client = talkative.connect();

            // When
            talkative.log.await(client.session, Presence.Stayed.class, 2);
            client.close();
            talkative.log.await(client.session, Presence.Left.class, 1);

            // Then
            assertThat(talkative.log.written(client.session, Presence.class))
                    .startsWith(
                            new Presence.Arrived(user, client.session),
                            new Presence.Stayed(user, client.session),
                            new Presence.Stayed(user, client.session))
                    .endsWith(new Presence.Left(user, client.session));
        }
    }

    private static byte[] tone(int rate, int millis) {
        byte[] pcm = new byte[rate * millis / 1000 * 2];
        for (int i = 0; i < pcm.length / 2; i++) {
            short sample = (short) (8000 * Math.sin(2 * Math.PI * 440 * i / rate));
            pcm[2 * i] = (byte) sample;
            pcm[2 * i + 1] = (byte) (sample >> 8);
        }
        return pcm;
    }

    private static Speech.Final said(String text) {
        return new Speech.Final(
                UTTERANCE,
                Personal.of(text),
                Personal.of(List.of()),
                0.9,
                120,
                1500,
                30,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                false);
    }

    private static Turn.Ended turn(String text) {
        return new Turn.Ended(
                TURN,
                Personal.of(text),
                0.9,
                true,
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
