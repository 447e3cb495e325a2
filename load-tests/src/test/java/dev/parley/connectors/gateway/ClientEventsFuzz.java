package dev.parley.connectors.gateway;

import dev.parley.schemas.event.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What clients send as text over the voice WebSocket. */
public final class ClientEventsFuzz {
    private static final ClientEventReader READER = new ClientEventReader(4000);
    private static final SessionId SESSION = SessionId.on(0, "fuzzed");

    private ClientEventsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            ClientEvent event = READER.read(new String(input, StandardCharsets.UTF_8));
            SessionSettings settings = new SessionSettings(SESSION, Instant.EPOCH);
            if (event instanceof ClientEvent.SessionUpdated update) {
                settings.update(update.session(), update.eventId());
                var unused = settings.input().rate() + settings.form().format().rate();
            } else if (event instanceof ClientEvent.ResponseWanted wanted) {
                var unused = new ResponseForms(settings).read(wanted.response(), wanted.eventId());
            } else if (event instanceof ClientEvent.SoundAppended sound) {
                var unused = settings.input().decode(sound.sound(), "audio", sound.eventId());
            }
        } catch (BadEventException refused) {
            // as documented
        }
    }
}
