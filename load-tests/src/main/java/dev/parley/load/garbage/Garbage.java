package dev.parley.load.garbage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What a hostile or broken client sends: events of the protocol with faults in them, and noise. */
final class Garbage {
    private static final List<String> EVENTS =
            List.of(
                    "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAAAAAAAAA=\"}",
                    "{\"type\":\"input_audio_buffer.commit\"}",
                    "{\"type\":\"input_audio_buffer.clear\"}",
                    "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"audio\":"
                            + "{\"input\":{\"format\":{\"type\":\"audio/pcm\",\"rate\":16000}}}}}",
                    "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":"
                        + "\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"hm\"}]}}",
                    "{\"type\":\"conversation.item.retrieve\",\"item_id\":\"item_1\"}",
                    "{\"type\":\"conversation.item.truncate\",\"item_id\":\"item_1\","
                            + "\"content_index\":0,\"audio_end_ms\":100}",
                    "{\"type\":\"conversation.item.delete\",\"item_id\":\"item_1\"}",
                    "{\"type\":\"response.cancel\"}",
                    "{\"type\":\"parley.playback.ended\",\"response_id\":\"r\",\"heard_ms\":1,"
                            + "\"complete\":true}");
    private static final int MOST_NOISE = 4000;

    private final Random random;

    Garbage(long seed) {
        this.random = new Random(seed);
    }

    /** Whether the next is sound, in a binary frame. */
    boolean isSound() {
        return random.nextInt(4) == 0;
    }

    /** Where the next message is cut into two frames; mostly 0, for not at all. */
    int cut(int length) {
        return length < 2 || random.nextInt(8) > 0 ? 0 : 1 + random.nextInt(length - 1);
    }

    byte[] sound() {
        byte[] noise = new byte[random.nextInt(MOST_NOISE)];
        random.nextBytes(noise);
        return noise;
    }

    String text() {
        byte[] event = EVENTS.get(random.nextInt(EVENTS.size())).getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> new String(sound(), StandardCharsets.UTF_8);
            case 1 -> "[".repeat(random.nextInt(MOST_NOISE));
            case 2 -> new String(event, 0, random.nextInt(event.length), StandardCharsets.UTF_8);
            default -> {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    event[random.nextInt(event.length)] = (byte) random.nextInt(128);
                }
                yield new String(event, StandardCharsets.UTF_8);
            }
        };
    }
}
