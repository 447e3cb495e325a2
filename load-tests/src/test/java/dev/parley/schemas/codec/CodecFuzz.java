package dev.parley.schemas.codec;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.KeyStoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records, as anybody with an access to the broker may write them. */
public final class CodecFuzz {
    private static final Wire WIRE = new Wire(new EphemeralKeys());
    private static final byte[] KEY = "s0-fuzzed".getBytes(StandardCharsets.UTF_8);

    private CodecFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            var unused = WIRE.codec().decode(input).hashCode();
        } catch (CodecException | KeyStoreException refused) {
            // as documented
        }
        wholeRecord(input);
        var unused = PublishedSchema.read("7".getBytes(StandardCharsets.UTF_8), input);
    }

    /** The first byte tells how long each of its headers is. */
    private static void wholeRecord(byte[] input) {
        if (input.length < 5) {
            return;
        }
        RecordHeaders headers = new RecordHeaders();
        ByteBuffer rest = ByteBuffer.wrap(input);
        for (String name : new String[] {Wire.ID, Wire.SUBJECT, Wire.OWNER, Wire.TIMES}) {
            byte[] value = new byte[Math.min(rest.get() & 63, rest.remaining())];
            rest.get(value);
            headers.add(name, value);
            if (!rest.hasRemaining()) {
                return;
            }
        }
        try {
            Envelope<?> envelope =
                    WIRE.decode(
                            KEY, Arrays.copyOfRange(input, rest.position(), input.length), headers);
            var unused = envelope.hashCode();
        } catch (CodecException | KeyStoreException refused) {
            // as documented
        }
    }
}
