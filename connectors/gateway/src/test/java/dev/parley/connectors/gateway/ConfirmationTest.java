package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.TurnId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that must be confirmed, as a client sees it. */
class ConfirmationTest {
    private Gateway gateway;
    private Client client;

    @BeforeEach
    void start() {
        gateway = new Gateway();
        client = gateway.connect();
    }

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void theClientIsToldWhatIsAskedAndItsAnswerIsWrittenAsItsOwn() {
        // When
        gateway.log.say(
                client.session,
                new Confirmation.Requested(
                        new CallId("c1"), new TurnId("t1"), "list", Personal.of("Shall I?")));
        JsonNode asked = client.next("parley.confirmation.requested");
        client.send(
                "{\"type\":\"parley.confirmation.given\",\"call_id\":\"c1\",\"accepted\":true}");
        client.send(
                "{\"type\":\"parley.confirmation.given\",\"call_id\":\"c2\",\"accepted\":false}");

        // Then
        assertThat(asked.path("call_id").asText()).isEqualTo("c1");
        assertThat(asked.path("turn_id").asText()).isEqualTo("t1");
        assertThat(asked.path("tool").asText()).isEqualTo("list");
        assertThat(asked.path("question").asText()).isEqualTo("Shall I?");
        assertThat(gateway.log.await(client.session, Control.ConfirmationGiven.class, 2))
                .containsExactly(
                        new Control.ConfirmationGiven(new CallId("c1"), true),
                        new Control.ConfirmationGiven(new CallId("c2"), false));
        assertThat(
                        gateway.log.written().stream()
                                .map(MemoryLog.Written::envelope)
                                .filter(
                                        each ->
                                                each.event() instanceof Control.ConfirmationGiven))
                .allMatch(each -> each.id().writer().startsWith("gateway-"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"accepted\":true | call_id",
                "\"call_id\":7,\"accepted\":true | call_id",
                "\"call_id\":\"\",\"accepted\":true | call_id",
                "\"call_id\":\"c1\" | accepted",
                "\"call_id\":\"c1\",\"accepted\":\"yes\" | accepted",
            })
    void anAnswerThatIsNoneIsAnErrorThatNamesTheParameter(String fields, String param) {
        // When
        client.send("{\"type\":\"parley.confirmation.given\"," + fields + "}");

        // Then
        assertThat(client.next("error").at("/error/param").asText()).isEqualTo(param);
    }
}
