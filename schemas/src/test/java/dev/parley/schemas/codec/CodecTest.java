package dev.parley.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.keys.EphemeralKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final List<Class<?>> EVENTS =
            AvroForm.leaves(Event.class).stream().filter(type -> type != Unknown.class).toList();
    private static final Owner OWNER = new Owner.Session(SessionId.on(3, "abcdef"));

    private final EphemeralKeys keys = new EphemeralKeys();
    private final Codec codec = new Codec(keys, SchemaCatalogue.load());
    private final Reply.Sentence sentence =
            new Reply.Sentence(
                    new ReplyId("r"), new TurnId("t"), 0, Personal.of("quite private"), true);

    @Property(tries = 600)
    void readsBackWhatItWrote(@ForAll long seed) {
        Object event = random(seed);

        Object read = codec.decode(codec.encode(event, OWNER));

        assertThat(read)
                .usingRecursiveComparison(
                        RecursiveComparisonConfiguration.builder()
                                .withStrictTypeChecking(false)
                                .build())
                .isEqualTo(event);
    }

    @Property(tries = 600)
    void refusesTruncatedBytesWithItsOwnError(@ForAll long seed) {
        byte[] framed = codec.encode(random(seed), OWNER);
        byte[] cut = Arrays.copyOf(framed, new Random(seed).nextInt(framed.length));

        readsOrRefuses(cut);
    }

    @Property(tries = 2000)
    void survivesFlippedBitsWithItsOwnError(@ForAll long seed) {
        byte[] framed = codec.encode(random(seed), OWNER);
        Random random = new Random(seed);
        for (int i = 0; i <= random.nextInt(3); i++) {
            framed[random.nextInt(framed.length)] ^= (byte) (1 << random.nextInt(8));
        }

        readsOrRefuses(framed);
    }

    @Property(tries = 1000)
    void survivesGarbageWithItsOwnError(@ForAll byte[] garbage, @ForAll long seed) {
        int id = 1 + new Random(seed).nextInt(EVENTS.size());
        readsOrRefuses(
                ByteBuffer.allocate(5 + garbage.length)
                        .put((byte) 0)
                        .putInt(id)
                        .put(garbage)
                        .array());
    }

    @Test
    void writesNothingPersonalInTheClear() {
        byte[] framed = codec.encode(sentence, OWNER);

        assertThat(new String(framed, StandardCharsets.ISO_8859_1)).doesNotContain("private");
    }

    @Test
    void readsAnErasedFieldOnceItsKeyIsDestroyed() {
        // Given
        byte[] framed = codec.encode(sentence, OWNER);

        // When
        keys.destroy(OWNER);

        // Then
        Reply.Sentence read = (Reply.Sentence) codec.decode(framed);
        assertThat(read.text().isErased()).isTrue();
        assertThat(read.reply()).isEqualTo(sentence.reply());
        assertThat(codec.decode(codec.encode(read, OWNER))).isEqualTo(read);
    }

    @Test
    void sealsAPersonalFieldThatMayBeMissing() {
        // Given
        Intent.Recognized without =
                new Intent.Recognized(
                        new TurnId("t"), "none", 0, "none", Personal.of(Map.of()), null);
        Intent.Recognized with =
                new Intent.Recognized(
                        new TurnId("t"),
                        "none",
                        0,
                        "none",
                        Personal.of(Map.of()),
                        Personal.of(Map.of("words", "quite private")));

        // When
        byte[] framed = codec.encode(with, OWNER);

        // Then
        assertThat(new String(framed, StandardCharsets.ISO_8859_1)).doesNotContain("private");
        assertThat(codec.decode(framed)).isEqualTo(with);
        assertThat(codec.decode(codec.encode(without, OWNER))).isEqualTo(without);

        // When
        keys.destroy(OWNER);

        // Then
        Intent.Recognized read = (Intent.Recognized) codec.decode(framed);
        assertThat(read.mentions()).isEqualTo(Personal.erased());
    }

    @Test
    void refusesAFieldThatWasMovedFromAnother() {
        // Given
        FieldCipher cipher = new FieldCipher(keys);
        byte[] sealed = cipher.seal(new byte[] {1}, keys.of(OWNER), "a.b");

        // Then
        assertThat(cipher.open(sealed, "a.b")).contains(new byte[] {1});
        assertThatThrownBy(() -> cipher.open(sealed, "a.c")).isInstanceOf(CodecException.class);
    }

    @Test
    void passesOverATypeItDoesNotKnow() {
        byte[] framed = ByteBuffer.allocate(9).put((byte) 0).putInt(999_999).putInt(7).array();

        assertThat(codec.decode(framed)).isEqualTo(new Unknown(999_999));
    }

    private void readsOrRefuses(byte[] framed) {
        try {
            assertThat(codec.decode(framed)).isNotNull();
        } catch (CodecException expected) {
            assertThat(expected).hasMessageNotContaining("•");
        }
    }

    private static Object random(long seed) {
        return new RandomRecords(seed).make(EVENTS.get(Math.floorMod(seed, EVENTS.size())));
    }
}
