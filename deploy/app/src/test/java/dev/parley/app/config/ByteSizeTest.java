package dev.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0B",
        "4096, 4096, 4KiB",
        "64KiB, 65536, 64KiB",
        "256MB, 256000000, 256MB",
        "256 MiB, 268435456, 256MiB",
        "1g, 1000000000, 1GB",
        "1_001B, 1001, 1001B"
    })
    void readsAndShowsMagnitudes(String text, long bytes, String shown) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
        assertThat(ByteSize.show(bytes)).isEqualTo(shown);
        assertThat(ByteSize.parse(shown)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MB",
                "-1",
                "1.5MB",
                "10 apples",
                "99999999999999999999",
                "9999999999TB"
            })
    void refusesWhatIsNoNumberOfBytes(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }
}
