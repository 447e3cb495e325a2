package dev.parley.app.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom to speak.
 *
 * @param authority that vouches for the server, see {@link Trust#in}
 * @param zone the user's, told to Parley only
 * @param local whether this machine's Parley is meant, which so needn't be asked who it is
 */
record Address(
        URI url, @Nullable Path authority, Credential credential, ZoneId zone, boolean local) {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration INTRODUCTION = Duration.ofSeconds(5);
    private static final Duration COME_BACK = Duration.ofSeconds(30);

    /**
     * Opens a session. What only Parley knows, that a session can be taken up again and that its
     * user has a time zone, stands in the address; so another server than this machine's is first
     * asked who it is, and if it is Parley, a second session takes the place of the first.
     *
     * @throws SilentServerException if it lets one in and begins no session
     */
    RealtimeClient open(RealtimeClient.Playing how)
            throws UnreachableException,
                    TokenRefusedException,
                    SilentServerException,
                    InterruptedException {
        if (!local) {
            RealtimeClient plain = RealtimeClient.open(way(url, Duration.ZERO), how);
            boolean parley = plain.isParley(INTRODUCTION);
            if (!plain.isIntroduced()) {
                plain.close();
                throw new SilentServerException(
                        "The server at "
                                + Connection.plain(url)
                                + " began no session within "
                                + INTRODUCTION.toSeconds()
                                + " s; it may not speak the Realtime protocol.");
            }
            if (!parley) {
                return plain;
            }
            plain.close();
        }
        return RealtimeClient.open(way(inZone(), COME_BACK), how);
    }

    private Line.Way way(URI at, Duration comeBack) {
        return new Line.Way(List.of(at), authority, credential, HANDSHAKE, comeBack);
    }

    private URI inZone() {
        return with(url, "zone", zone.getId());
    }

    static URI with(URI address, String parameter, String value) {
        String mark = address.getRawQuery() == null ? "?" : "&";
        return URI.create(
                address
                        + mark
                        + parameter
                        + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
