package dev.parley.streams.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {
    private static final short[] SOUND = {0, 1, -1, 256, -256, 32_767, -32_768, 12_345};

    @Property(tries = 100)
    void whatIsWrittenIsReadBack(
            @ForAll @Size(max = 500) short[] samples,
            @ForAll @IntRange(min = 1_000, max = 96_000) int rate)
            throws IOException {
        // When
        Wav read = Wav.read(new ByteArrayInputStream(written(rate, samples)));

        // Then
        assertThat(read.sampleRate()).isEqualTo(rate);
        assertThat(read.mono()).isEqualTo(samples);
    }

    @Property(tries = 300)
    void damagedBytesGiveARecordingOrTheOneError(
            @ForAll @IntRange(max = 59) int at, @ForAll byte value) throws IOException {
        // Given
        byte[] file = written(16_000, SOUND);
        file[at] = value;

        // Then
        try {
            assertThat(Wav.read(new ByteArrayInputStream(file)).mono().length)
                    .isLessThanOrEqualTo(file.length);
        } catch (WavFormatException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }

    @Test
    void aFileCutShortIsAnError() throws IOException {
        // Given
        byte[] file = written(16_000, SOUND);

        // Then
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> Wav.read(new ByteArrayInputStream(cut)))
                    .isInstanceOf(WavFormatException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void integersOfAnyWidthAreRead(int bits) throws IOException {
        // Given
        byte[] data = new byte[SOUND.length * bits / 8];
        for (int i = 0; i < SOUND.length; i++) {
            long wide = bits == 8 ? (SOUND[i] >> 8) + 128 : (long) SOUND[i] << (bits - 16);
            for (int b = 0; b < bits / 8; b++) {
                data[i * bits / 8 + b] = (byte) (wide >> (8 * b));
            }
        }

        // When
        short[] read = Wav.read(file(1, 1, bits, data.length, data)).mono();

        // Then
        for (int i = 0; i < SOUND.length; i++) {
            assertThat((int) read[i]).isEqualTo(bits == 8 ? SOUND[i] & ~0xFF : SOUND[i]);
        }
    }

    @Test
    void floatingPointIsReadAndClipped() throws IOException {
        // Given
        ByteBuffer data = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(0).putFloat(0.5f).putFloat(-0.5f).putFloat(7).putFloat(Float.NaN);

        // When
        short[] read = Wav.read(file(3, 1, 32, 20, data.array())).mono();

        // Then
        assertThat(read).containsExactly(0, 16_384, -16_384, 32_767, 0);
    }

    @Test
    void channelsAreMixedDown() throws IOException {
        // Given
        byte[] data = Pcm.toBytes(new short[] {100, 300, -32_768, -32_768});

        // When
        short[] read = Wav.read(file(1, 2, 16, data.length, data)).mono();

        // Then
        assertThat(read).containsExactly(200, -32_768);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFFFFFFL, 0x7FFFFFFFL})
    void aStreamOfUnknownLengthIsReadToItsEnd(long length) throws IOException {
        // When
        Wav read = Wav.read(file(1, 1, 16, length, Pcm.toBytes(SOUND)));

        // Then
        assertThat(read.mono()).isEqualTo(SOUND);
    }

    @Test
    void otherChunksArePassedOver() throws IOException {
        // Given
        byte[] file = written(8_000, SOUND);
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(file, 0, 12);
        longer.writeBytes(new byte[] {'L', 'I', 'S', 'T', 3, 0, 0, 0, 'a', 'b', 'c', 0});
        longer.write(file, 12, file.length - 12);

        // Then
        assertThat(Wav.read(new ByteArrayInputStream(longer.toByteArray())).mono())
                .isEqualTo(SOUND);
    }

    @Test
    void aClaimedLengthCostsNoMemory() {
        // Given
        InputStream claimsAGigabyte = file(1, 1, 16, 0x4000_0000L, new byte[10]);

        // Then
        assertThatThrownBy(() -> Wav.read(claimsAGigabyte))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void anEndlessStreamIsCutOff() {
        // Given
        InputStream start = file(1, 1, 16, 0xFFFFFFFFL, new byte[0]);
        InputStream endless =
                new java.io.SequenceInputStream(
                        start,
                        new InputStream() {
                            @Override
                            public int read() {
                                return 0;
                            }
                        });

        // Then
        assertThatThrownBy(() -> Wav.read(endless, 100_000))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("100000");
    }

    @Test
    void otherCodingsAreRefused() {
        // Given
        int muLaw = 7;

        // Then
        assertThatThrownBy(() -> Wav.read(file(muLaw, 1, 8, 4, new byte[4])))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("format 7");
        assertThatThrownBy(
                        () ->
                                Wav.read(
                                        new ByteArrayInputStream(
                                                "<html>no sound here</html>"
                                                        .getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(WavFormatException.class);
    }

    @Property(tries = 100)
    void bytesAndSamplesAreTheSame(@ForAll short[] samples) {
        // Then
        assertThat(Pcm.toShorts(Pcm.toBytes(samples))).isEqualTo(samples);
    }

    @Test
    void halfASampleIsRefused() {
        // Then
        assertThatThrownBy(() -> Pcm.toShorts(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] written(int rate, short[] samples) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Wav.write(out, rate, samples);
        return out.toByteArray();
    }

    private static InputStream file(int code, int channels, int bits, long length, byte[] data) {
        ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        int frame = channels * bits / 8;
        file.put("RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort((short) code).putShort((short) channels).putInt(16_000);
        file.putInt(16_000 * frame).putShort((short) frame).putShort((short) bits);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) length).put(data);
        return new ByteArrayInputStream(file.array());
    }
}
