package dev.parley.connectors.tools.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.tool.ToolFailureException;
import org.junit.jupiter.api.Test;

class NotesToolTest {
    private final NotesTool tool = new NotesTool(Notebooks.inMemory()::notes);
    private final Caller anna = new Caller(tool, "anna");
    private final Caller ben = new Caller(tool, "ben");

    @Test
    void readsTheNewestFirstAndOnlyTheUsersOwn() throws Exception {
        // When
        anna.call("action", "add", "text", "the plumber  comes\non monday");
        anna.call("action", "add", "text", "Тест <b>x</b>");
        anna.again("action", "add", "text", "Тест <b>x</b>");
        ben.call("action", "add", "text", "ben's");

        // Then
        assertThat(anna.call("action", "read"))
                .containsEntry("notes", "Тест <b>x</b>\nthe plumber comes on monday")
                .containsEntry("count", "2")
                .containsEntry("written", Caller.NOW + "\n" + Caller.NOW);
        assertThat(ben.call("action", "read")).containsEntry("notes", "ben's");
    }

    @Test
    void deletesTheLastNoteOnceForACall() throws Exception {
        // Given
        anna.call("action", "add", "text", "one");
        anna.call("action", "add", "text", "two");
        ben.call("action", "add", "text", "ben's");

        // When
        anna.call("action", "remove", "which", "last");

        // Then
        assertThat(anna.again("action", "remove", "which", "last"))
                .containsEntry("removed", "two")
                .containsEntry("count", "1");
        assertThat(anna.call("action", "remove", "which", "last")).containsEntry("removed", "one");
        assertThat(anna.call("action", "remove", "which", "last"))
                .containsEntry("removed", "")
                .containsEntry("count", "0");
        assertThat(ben.call("action", "read")).containsEntry("count", "1");
    }

    @Test
    void deletesNobodyElsesNote() throws Exception {
        // Given
        String id = String.valueOf(anna.call("action", "add", "text", "one").get("id"));

        // Then
        assertThat(ben.call("action", "remove", "id", id)).containsEntry("removed", "");
        assertThat(anna.call("action", "remove", "id", id)).containsEntry("removed", "one");
    }

    @Test
    void refusesWhatIsNoNote() {
        assertThatThrownBy(() -> anna.call("action", "add", "text", "x".repeat(10_000)))
                .isInstanceOf(ToolFailureException.class)
                .hasMessage("That is too long for a note. I can keep up to 1000 characters.");
        assertThatThrownBy(() -> anna.call("action", "add", "text", "\u0000 "))
                .hasMessage("I need to know the text for that.");
        assertThatThrownBy(() -> anna.call("action", "add"))
                .isInstanceOf(ToolFailureException.class);
        assertThatThrownBy(() -> anna.call("action", "remove", "which", "some"))
                .isInstanceOf(ToolFailureException.class);
    }
}
