package dev.parley.connectors.gateway;

import dev.parley.schemas.event.SessionId;
import java.nio.charset.StandardCharsets;

/** What clients send as text over the voice WebSocket. */
public final class ClientEventsFuzz {
    private static final ClientEventReader READER = new ClientEventReader(4000);
    private static final SessionId SESSION = SessionId.on(0, "fuzzed");

    private ClientEventsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            ClientEvent event = READER.read(new String(input, StandardCharsets.UTF_8));
            if (event instanceof ClientEvent.SessionUpdated update) {
                SessionSettings settings = new SessionSettings(SESSION);
                settings.update(update.session(), update.eventId());
                var unused = settings.inputRate() + settings.outputRate();
            }
        } catch (BadEventException refused) {
            // as documented
        }
    }
}
