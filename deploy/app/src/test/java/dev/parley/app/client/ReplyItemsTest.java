package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyItemsTest {
    private static final int MS = RealtimeClient.REPLY_RATE / 1000;

    private final ReplyItems items = new ReplyItems();

    @Test
    void saysHowMuchOfTheItemWasHeard() {
        // Given
        items.sounded("r", "a", 0, 300 * MS);
        items.sounded("r", "a", 0, 300 * MS);

        // When, Then
        assertThat(items.cutAt("r", 450)).containsExactly(new ReplyItems.Cut("a", 0, 450));
        assertThat(items.cutAt("other", 450)).isEmpty();
    }

    @Test
    void leavesWhatWasHeardToItsEndAndNamesAllThatWasnt() {
        // Given
        items.sounded("r", "a", 0, 300 * MS);
        items.sounded("r", "b", 1, 300 * MS);
        items.sounded("r", "c", 0, 300 * MS);

        // When, Then
        assertThat(items.cutAt("r", 450))
                .containsExactly(new ReplyItems.Cut("b", 1, 150), new ReplyItems.Cut("c", 0, 0));
    }
}
