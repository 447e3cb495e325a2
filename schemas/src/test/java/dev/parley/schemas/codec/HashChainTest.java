package dev.parley.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.keys.PersonalDigests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Against values that Python's hashlib and hmac gave. */
class HashChainTest {
    @Test
    void aLinkIsWhatTheDocumentSays() {
        byte[] first =
                HashChain.link(HashChain.beginning(), 2, 0, bytes("s2-anna"), bytes("entry"));
        byte[] second = HashChain.link(first, 2, 1, bytes("s2-ben"), bytes("another"));

        assertThat(HexFormat.of().formatHex(first))
                .isEqualTo("f83675a2c8125ff6602097044d195b51d199959297f99bffc5a48e36a469945a");
        assertThat(HexFormat.of().formatHex(second))
                .isEqualTo("dd2ec9976bdc704b38171b6b6b280075e07e837b456d543219737a8eb686ae53");
    }

    @Test
    void aDigestIsWhatTheDocumentSays() {
        Owner owner = new Owner.Session(SessionId.on(2, "anna"));
        byte[] secret = new byte[32];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) i;
        }

        assertThat(
                        new PersonalDigests(new OneKey(secret))
                                .of(owner, Personal.of(Map.of("to", "zürich", "from", "tokyo")))
                                .orElseThrow()
                                .value())
                .isEqualTo("7f6f80f43b4c357cb09cb0b24719a6635c74f2b68f0fba85af8683a5c385a123");
    }

    @Test
    void aPlaceIsReadAsItWasMarked() {
        // Given
        Headers headers = new RecordHeaders();
        byte[] link = HashChain.link(HashChain.beginning(), 1, 7, new byte[1], new byte[2]);

        // When
        HashChain.mark(headers, new HashChain.Place(6, HashChain.beginning()));
        HashChain.mark(headers, new HashChain.Place(7, link));

        // Then
        HashChain.Place place = HashChain.place(headers).orElseThrow();
        assertThat(place.sequence()).isEqualTo(7);
        assertThat(place.link()).isEqualTo(link);
        assertThat(headers.headers(HashChain.HEADER)).hasSize(1);
        assertThat(HashChain.place(new RecordHeaders().add(HashChain.HEADER, new byte[39])))
                .isEmpty();
    }

    /** The same for everybody. */
    private record OneKey(byte[] secret) implements Keys {
        @Override
        public DataKey of(Owner owner) {
            return new DataKey(new UUID(0, 1), new SecretKeySpec(secret, "AES"));
        }

        @Override
        public Optional<DataKey> find(UUID id) {
            return Optional.empty();
        }

        @Override
        public void destroy(Owner owner) {}
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
