package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeakerTest {
    private static final long MS = 1_000_000;

    private final Speaker speaker = new Speaker();

    @Test
    void playsPiecesThatComeEarlyOneAfterAnother() {
        // When
        speaker.play("r", 300 * MS, 1_000 * MS);
        speaker.play("r", 200 * MS, 1_010 * MS);

        // Then
        assertThat(speaker.endsAt("r")).isEqualTo(1_500 * MS);
    }

    @Test
    void waitsForAPieceThatComesLate() {
        // When
        speaker.play("r", 100 * MS, 1_000 * MS);
        speaker.play("r", 100 * MS, 1_500 * MS);

        // Then
        assertThat(speaker.endsAt("r")).isEqualTo(1_600 * MS);
    }

    @Test
    void countsOnlyWhatWasHeardOfAReplyThatIsCut() {
        // Given
        speaker.play("r", 1_000 * MS, 0);

        // When
        long heard = speaker.stop("r", 400 * MS);

        // Then
        assertThat(heard).isEqualTo(400 * MS);
        assertThat(speaker.isPlaying("r")).isFalse();
    }

    @Test
    void playsTheNextReplyAfterTheLastOne() {
        // Given
        speaker.play("first", 500 * MS, 0);

        // When
        speaker.play("second", 100 * MS, 100 * MS);

        // Then
        assertThat(speaker.endsAt("second")).isEqualTo(600 * MS);
    }

    @Test
    void isFreeAgainOnceItsOnlyReplyIsCut() {
        // Given
        speaker.play("first", 5_000 * MS, 0);
        speaker.stop("first", 1_000 * MS);

        // When
        speaker.play("second", 100 * MS, 2_000 * MS);

        // Then
        assertThat(speaker.endsAt("second")).isEqualTo(2_100 * MS);
    }
}
