package dev.parley.connectors.tools.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.tool.ToolFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemindersToolTest {
    private static final String TOMORROW = "2026-11-24T06:00:00Z";

    private final RemindersTool tool = new RemindersTool(Notebooks.inMemory()::reminders);
    private final Caller anna = new Caller(tool, "anna");
    private final Caller ben = new Caller(tool, "ben");

    @Test
    void keepsWhatAndWhenAndTellsThemInTheOrderOfTheirTime() throws Exception {
        // When
        anna.call(
                "action",
                "add",
                "text",
                "water the plants",
                "due",
                "2026-11-30T08:00:00Z",
                "local",
                "09:00",
                "zone",
                "Europe/Paris",
                "repeats",
                "monday\nfriday");
        anna.call("action", "add", "text", "call mum", "due", TOMORROW);
        anna.again("action", "add", "text", "call mum", "due", TOMORROW);
        ben.call("action", "add", "text", "ben's", "due", TOMORROW);

        // Then
        assertThat(anna.call("action", "read"))
                .containsEntry("reminders", "call mum\nwater the plants")
                .containsEntry("due", TOMORROW + "\n2026-11-30T08:00:00Z")
                .containsEntry("local", "\n09:00")
                .containsEntry("zone", "Europe/Berlin\nEurope/Paris")
                .containsEntry("repeats", "\nMONDAY,FRIDAY")
                .containsEntry("count", "2");
        assertThat(ben.call("action", "read")).containsEntry("reminders", "ben's");
    }

    @Test
    void removesByNumberTheLastOrAllOfTheUsersOwn() throws Exception {
        // Given
        for (int hour = 10; hour < 15; hour++) {
            anna.call(
                    "action", "add", "text", "at " + hour, "due", "2026-11-23T" + hour + ":00:00Z");
        }
        ben.call("action", "add", "text", "ben's", "due", TOMORROW);

        // Then
        assertThat(anna.call("action", "remove", "which", "2"))
                .containsEntry("removed", "at 11")
                .containsEntry("count", "4");
        assertThat(anna.call("action", "remove", "which", "last"))
                .containsEntry("removed", "at 14");
        assertThat(anna.call("action", "remove", "which", "4")).containsEntry("removed", "");
        assertThat(anna.call("action", "remove", "which", "0")).containsEntry("removed", "");
        assertThat(anna.call("action", "remove", "which", "all"))
                .containsEntry("removed", "at 10\nat 12\nat 13")
                .containsEntry("count", "0");
        assertThat(ben.call("action", "read")).containsEntry("count", "1");
    }

    @Test
    void removesNobodyElsesReminder() throws Exception {
        // Given
        String id =
                String.valueOf(
                        anna.call("action", "add", "text", "one", "due", TOMORROW).get("id"));

        // Then
        assertThat(ben.call("action", "remove", "id", id)).containsEntry("removed", "");
        assertThat(anna.call("action", "remove", "id", id)).containsEntry("removed", "one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "2026-02-31T00:00:00Z",
                "+999999999-12-31T23:59:59Z",
                "2036-12-31T00:00:00Z",
                "2026-11-23T08:00:00Z",
                "-1",
                "99999999999999999999"
            })
    void refusesATimeThatIsNoneOrOutOfRange(String due) throws Exception {
        assertThatThrownBy(() -> anna.call("action", "add", "text", "x", "due", due))
                .isInstanceOf(ToolFailureException.class)
                .hasMessageMatching("(I didn't understand when|That time has|That is too far).*");
        assertThat(anna.call("action", "read")).containsEntry("count", "0");
    }

    @Test
    void refusesWhatIsNoReminder() {
        assertThatThrownBy(
                        () ->
                                anna.call(
                                        "action",
                                        "add",
                                        "text",
                                        "x".repeat(10_000),
                                        "due",
                                        TOMORROW))
                .hasMessage("That is too long for a reminder. I can keep up to 200 characters.");
        assertThatThrownBy(
                        () ->
                                anna.call(
                                        "action", "add", "text", "x", "due", TOMORROW, "local",
                                        "25:00"))
                .isInstanceOf(ToolFailureException.class);
        assertThatThrownBy(
                        () ->
                                anna.call(
                                        "action",
                                        "add",
                                        "text",
                                        "x",
                                        "due",
                                        TOMORROW,
                                        "zone",
                                        "Mars/Base"))
                .hasMessage("I don't know the time zone Mars/Base.");
        assertThatThrownBy(
                        () ->
                                anna.call(
                                        "action", "add", "text", "x", "due", TOMORROW, "repeats",
                                        "<x>"))
                .isInstanceOf(ToolFailureException.class);
        assertThatThrownBy(() -> anna.call("action", "remove", "which", "99999999999"))
                .isInstanceOf(ToolFailureException.class);
    }
}
