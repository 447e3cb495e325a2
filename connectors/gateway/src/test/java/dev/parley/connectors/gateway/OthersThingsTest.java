package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second user who knows the names of all that is the first one's, and gets at none of it. */
class OthersThingsTest {
    private static final TurnId TURN = new TurnId("t1");
    private static final ReplyId REPLY = new ReplyId("r1");
    private static final CallId CALL = new CallId("call_1");
    private static final String OUTPUT =
            "\"item\":{\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":\"%s\"}";

    private Gateway gateway;
    private Client mine;
    private Client theirs;

    @BeforeEach
    void start() {
        GatewayConfig usual = Gateway.config();
        GatewayConfig.Patience brief = usual.patience();
        gateway =
                new Gateway(
                        new GatewayConfig(
                                usual.host(),
                                0,
                                0,
                                usual.presence(),
                                usual.limits(),
                                new GatewayConfig.Patience(
                                        brief.quiet(),
                                        brief.slowReader(),
                                        brief.playbackReport(),
                                        brief.reply(),
                                        brief.comeBack(),
                                        brief.redelivery(),
                                        brief.sound(),
                                        brief.answer(),
                                        Duration.ofSeconds(20),
                                        brief.session())));
        mine = gateway.connect();
        theirs = gateway.connectAs(Gateway.OTHERS_TOKEN);
    }

    @AfterEach
    void stop() {
        mine.close();
        theirs.close();
        gateway.close();
    }

    @Test
    void itemsAreNotFound() {
        // Given
        send(
                mine,
                "conversation.item.create",
                "\"item\":{\"id\":\"mine\",\"type\":\"message\",\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"input_text\",\"text\":\"a secret\"}]}");
        mine.until("conversation.item.done");

        // When
        for (String wanted : List.of("conversation.item.retrieve", "conversation.item.delete")) {
            send(theirs, wanted, "\"item_id\":\"mine\"");
            refused(theirs, "item_not_found");
        }
        send(
                theirs,
                "conversation.item.truncate",
                "\"item_id\":\"mine\",\"content_index\":0,\"audio_end_ms\":0");
        refused(theirs, "item_not_found");

        // Then
        send(mine, "conversation.item.retrieve", "\"item_id\":\"mine\"");
        assertThat(mine.next("conversation.item.retrieved").at("/item/content/0/text").asText())
                .isEqualTo("a secret");
    }

    @Test
    void repliesAreNeitherCancelledNorReportedAsHeard() {
        // Given
        gateway.log.say(
                mine.session, new Reply.Sentence(REPLY, TURN, 0, Personal.of("Mine."), true));
        gateway.log.say(mine.session, TurnTest.chunk(REPLY, 1, 0, 0, 100));
        mine.until("response.output_audio.delta");

        // When
        send(theirs, "response.cancel", "\"response_id\":\"r1\"");
        refused(theirs, "response_cancel_not_active");
        send(
                theirs,
                "parley.playback.ended",
                "\"response_id\":\"r1\",\"heard_ms\":1,\"complete\":true");
        refused(theirs, "response_not_found");
        send(
                theirs,
                "conversation.item.truncate",
                "\"item_id\":\"item_r1\",\"content_index\":0,\"audio_end_ms\":0");
        refused(theirs, "item_not_found");

        // Then
        assertThat(gateway.log.written().stream().map(each -> each.envelope().event()))
                .noneMatch(Control.CancelRequested.class::isInstance);
        assertThat(theirs.events).as("nothing of it was told to the other").isEmpty();
    }

    @Test
    void callsOfFunctionsAreAnsweredByWhomTheyWereAsked() {
        // Given
        send(
                mine,
                "session.update",
                "\"session\":{\"type\":\"realtime\",\"tools\":[{\"type\":\"function\",\"name\":"
                        + "\"weather\",\"parameters\":{\"type\":\"object\"}}]}");
        mine.next("session.updated");
        gateway.log.say(
                mine.session,
                new Tool.Authorized(
                        CALL,
                        TURN,
                        new UserId("u1"),
                        "client:weather",
                        Personal.of(Map.of("place", "tokyo")),
                        "session:declared"));
        mine.until("response.done");

        // When
        send(theirs, "conversation.item.create", OUTPUT.formatted("hail"));
        refused(theirs, "tool_call_not_found");
        send(mine, "conversation.item.create", OUTPUT.formatted("sunny"));
        mine.until("conversation.item.done");

        // Then
        assertThat(gateway.log.await(mine.session, Tool.Succeeded.class, 1).getFirst().result())
                .isEqualTo(Personal.of(Map.of("output", "sunny")));
        assertThat(gateway.log.written(theirs.session, Tool.Succeeded.class)).isEmpty();
    }

    @Test
    void aSessionAloudIsNotReachedOverHttp() throws Exception {
        for (String token : List.of(Gateway.OTHERS_TOKEN, Gateway.GUESTS_TOKEN)) {
            // When
            HttpResponse<String> said =
                    gateway.send(
                            "/api/turns",
                            HttpRequest.newBuilder()
                                    .header("Authorization", "Bearer " + token)
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"text\":\"hello\",\"session\":\""
                                                            + mine.session
                                                            + "\"}")));
            HttpResponse<String> ended =
                    gateway.send(
                            "/api/sessions/" + mine.session,
                            HttpRequest.newBuilder()
                                    .header("Authorization", "Bearer " + token)
                                    .DELETE());

            // Then
            assertThat(said.statusCode()).isEqualTo(404);
            assertThat(ended.statusCode()).isEqualTo(404);
            assertThat(gateway.status("/api/sessions/" + mine.session, token)).isEqualTo(404);
            assertThat(gateway.upgrade("?session=" + mine.session, token).statusCode())
                    .isEqualTo(404);
            HttpResponse<String> list =
                    gateway.send(
                            "/api/sessions",
                            HttpRequest.newBuilder().header("Authorization", "Bearer " + token));
            assertThat(list.body()).doesNotContain(mine.session.value());
        }
        assertThat(gateway.log.written(mine.session, Control.TextSubmitted.class)).isEmpty();
        assertThat(gateway.log.written(mine.session, Control.SessionEnded.class)).isEmpty();
        mine.isQuietAndWell();
    }

    private static void refused(Client client, String code) {
        JsonNode error = client.next("error").path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).doesNotContain("secret");
    }

    private static void send(Client client, String type, String more) {
        client.send("{\"type\":\"" + type + "\"," + more + "}");
    }
}
