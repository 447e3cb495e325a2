package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.streams.audio.G711;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client's sound is in, in one direction.
 *
 * @param law of G.711; null for 16-bit little-endian PCM
 * @param rate samples a second
 */
record AudioFormat(@Nullable G711 law, int rate) {
    static final AudioFormat DEFAULT = new AudioFormat(null, SpeechSynthesizer.SAMPLE_RATE);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> PCM_RATES = Set.of(24_000, 16_000, 8_000);
    private static final String PCM = "audio/pcm";
    private static final String MU_LAW = "audio/pcmu";
    private static final String A_LAW = "audio/pcma";

    /**
     * @param param where it stands in the client's event
     * @throws BadEventException if it is none that Parley speaks
     */
    static AudioFormat read(JsonNode format, String param, @Nullable String eventId)
            throws BadEventException {
        JsonNode rate = format.path("rate");
        return switch (format.path("type").asText()) {
            case PCM -> {
                if (rate.isMissingNode()) {
                    yield DEFAULT;
                }
                if (!rate.isInt() || !PCM_RATES.contains(rate.intValue())) {
                    throw BadEventException.invalid(
                            param + ".rate",
                            "The rate must be one of the numbers 24000, 16000, 8000.",
                            eventId);
                }
                yield new AudioFormat(null, rate.intValue());
            }
            case MU_LAW -> new AudioFormat(G711.MU_LAW, G711.SAMPLE_RATE);
            case A_LAW -> new AudioFormat(G711.A_LAW, G711.SAMPLE_RATE);
            default ->
                    throw BadEventException.invalid(
                            param + ".type",
                            "The formats here are '"
                                    + PCM
                                    + "', '"
                                    + MU_LAW
                                    + "' and '"
                                    + A_LAW
                                    + "'.",
                            eventId);
        };
    }

    ObjectNode json() {
        ObjectNode format = JSON.createObjectNode();
        if (law == null) {
            return format.put("type", PCM).put("rate", rate);
        }
        return format.put("type", law == G711.MU_LAW ? MU_LAW : A_LAW);
    }

    /**
     * @throws BadEventException if it holds half a sample
     */
    short[] decode(byte[] sound, @Nullable String param, @Nullable String eventId)
            throws BadEventException {
        if (law != null) {
            return law.decode(sound);
        }
        if (sound.length % 2 != 0) {
            throw new BadEventException(
                    "invalid_audio",
                    "16-bit PCM has an even number of bytes, not " + sound.length + ".",
                    param,
                    eventId);
        }
        return Pcm.toShorts(sound);
    }

    byte[] encode(short[] samples) {
        return law == null ? Pcm.toBytes(samples) : law.encode(samples);
    }
}
