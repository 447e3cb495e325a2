package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeardPositionTest {
    private final HeardPosition position = new HeardPosition();

    @Test
    void isExactWhereTheVoiceSaysWhereWordsEnd() {
        // Given: two words and a pause, then a word that isn't followed by the rest yet
        sent(0, 1, 300, 2);
        sent(0, 2, 700, 2);
        sent(0, 2, 800, 2);
        position.sentWhole(1);
        sent(1, 1, 1000, 5);

        // Then
        assertThat(position.at(0)).isEqualTo(new HeardPosition.Place(0, 0));
        assertThat(position.at(299)).isEqualTo(new HeardPosition.Place(0, 0));
        assertThat(position.at(300)).isEqualTo(new HeardPosition.Place(0, 1));
        assertThat(position.at(700)).isEqualTo(new HeardPosition.Place(0, 2));
        assertThat(position.at(800)).isEqualTo(new HeardPosition.Place(1, 0));
        assertThat(position.at(5000)).isEqualTo(new HeardPosition.Place(1, 1));
    }

    @Test
    void takesWordsToBeEquallyLongWhereItDoesNot() {
        // Given
        sent(0, null, 400, 4);
        sent(0, null, 800, 4);
        sent(1, null, 1800, 10);
        position.sentWhole(2);

        // Then
        assertThat(position.at(199)).isEqualTo(new HeardPosition.Place(0, 0));
        assertThat(position.at(200)).isEqualTo(new HeardPosition.Place(0, 1));
        assertThat(position.at(600)).isEqualTo(new HeardPosition.Place(0, 3));
        assertThat(position.at(1300)).isEqualTo(new HeardPosition.Place(1, 5));
        assertThat(position.at(1800)).isEqualTo(new HeardPosition.Place(2, 0));
    }

    @Test
    void isTheBeginningOfAReplyOfWhichNothingWasSent() {
        assertThat(position.at(100)).isEqualTo(new HeardPosition.Place(0, 0));
    }

    private void sent(int sentence, @Nullable Integer words, long endMillis, int wordsOfSentence) {
        position.sent(
                new SpokenReply.Piece(
                        new byte[2],
                        new Times(Instant.EPOCH, Instant.EPOCH),
                        Instant.EPOCH,
                        sentence,
                        words),
                endMillis,
                wordsOfSentence,
                null);
    }
}
