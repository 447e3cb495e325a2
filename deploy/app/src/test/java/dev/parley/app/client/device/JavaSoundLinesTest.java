package dev.parley.app.client.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.streams.audio.Pcm;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.BiFunction;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.junit.jupiter.api.Test;

/** Sound cards that have it their own way: 48 kHz, stereo. */
class JavaSoundLinesTest {
    private static final int RATE = 24_000;
    private static final AudioFormat STEREO_48 = new AudioFormat(48_000, 16, 2, true, false);
    private static final int FRAME_BYTES = 4;
    private static final int BUFFER = 4_800 * FRAME_BYTES;

    @Test
    void recordsMonoAtTheRateThatIsWanted() throws Exception {
        // Given
        TargetDataLine line =
                line(
                        TargetDataLine.class,
                        (method, arguments) -> {
                            if (method.equals("available")) {
                                return 960 * FRAME_BYTES;
                            }
                            byte[] bytes = (byte[]) arguments[0];
                            short[] samples = new short[bytes.length / 2];
                            for (int i = 0; i < samples.length; i++) {
                                samples[i] = (short) (i % 2 == 0 ? 1_000 : 3_000);
                            }
                            System.arraycopy(Pcm.toBytes(samples), 0, bytes, 0, bytes.length);
                            return bytes.length;
                        });
        SoundCard.Recording recording = new JavaSoundRecording("card", line, RATE);

        // When
        short[] samples = new short[4_800];
        recording.read(samples);

        // Then
        for (int i = 480; i < samples.length; i++) {
            assertThat((int) samples[i]).isCloseTo(2_000, within(3));
        }
        assertThat(recording.waiting()).isBetween(480, 480 + 480);
    }

    @Test
    void playsOnBothSidesAndCountsInSamplesOfItsOwn() {
        // Given
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        SourceDataLine line =
                line(
                        SourceDataLine.class,
                        (method, arguments) -> {
                            if (method.equals("available")) {
                                return BUFFER - written.size();
                            }
                            written.write(
                                    (byte[]) arguments[0], (int) arguments[1], (int) arguments[2]);
                            return arguments[2];
                        });
        SoundCard.Playback playback = new JavaSoundPlayback("card", line, RATE);
        assertThat(playback.space()).isEqualTo(2_400);
        short[] samples = new short[1_200];
        Arrays.fill(samples, (short) 700);

        // When
        playback.write(samples);

        // Then
        short[] frames = Pcm.toShorts(written.toByteArray());
        assertThat(frames.length).isCloseTo(2 * 2 * 1_200, within(2 * 2 * 40));
        assertThat((int) frames[2_000]).isCloseTo(700, within(3)).isEqualTo(frames[2_001]);
        assertThat(playback.unplayed()).isCloseTo(1_200, within(40));
        assertThat(playback.space()).isEqualTo(2_400 - playback.unplayed());
    }

    private static <L> L line(Class<L> kind, BiFunction<String, Object[], Object> does) {
        return kind.cast(
                Proxy.newProxyInstance(
                        kind.getClassLoader(),
                        new Class<?>[] {kind},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getFormat" -> STEREO_48;
                                    case "getBufferSize" -> BUFFER;
                                    default -> does.apply(method.getName(), arguments);
                                }));
    }
}
