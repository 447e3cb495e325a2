package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrandsTest {
    private static final ZonedDateTime NOW =
            ZonedDateTime.parse("2026-11-23T10:00:00+01:00[Europe/Berlin]");

    private static Plan plan(String intent, Map<String, String> slots) {
        return Planner.plan(new Meaning(intent, slots, Manner.NEW), new Chance("turn_1"), NOW);
    }

    private static String said(String intent, Map<String, String> result) {
        return Phrases.of(intent, Map.of(), result, NOW);
    }

    @Test
    void asksTheListForWhatIsToBeChanged() {
        assertThat(plan("shopping.add", Map.of("action", "add", "items", "milk\nbread")))
                .isEqualTo(
                        new Plan.Ask(
                                "list",
                                Map.of(
                                        "list",
                                        "shopping",
                                        "action",
                                        "add",
                                        "items",
                                        "milk\nbread")));
        assertThat(plan("todo.add", Map.of("action", "remove", "items", "call mum")))
                .isEqualTo(
                        new Plan.Ask(
                                "list",
                                Map.of("list", "todo", "action", "remove", "items", "call mum")));
        assertThat(plan("todo.add", Map.of("action", "clear", "items", "everything")))
                .isEqualTo(new Plan.Ask("list", Map.of("list", "todo", "action", "clear")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    shopping.add | add    | What should I put on your shopping list?
                    todo.add     | add    | What should I put on your to-do list?
                    todo.add     | remove | What should I take off your to-do list?
                    note.add     | add    | What should I write down?
                    definition   | add    | Which word should I look up?
                    """)
    void asksForWhatWasntSaid(String intent, String action, String question) {
        assertThat(plan(intent, Map.of("action", action)))
                .isInstanceOfSatisfying(
                        Plan.Elicit.class,
                        elicited -> assertThat(elicited.question()).isEqualTo(question));
    }

    @Test
    void asksTheToolsForTheRest() {
        assertThat(plan("shopping.list", Map.of()))
                .isEqualTo(
                        new Plan.Ask(
                                "list",
                                Map.of(
                                        "list",
                                        "shopping",
                                        "action",
                                        "read",
                                        "which",
                                        "open",
                                        "most",
                                        "10")));
        assertThat(plan("note.add", Map.of("text", "the plumber comes")))
                .isEqualTo(
                        new Plan.Ask(
                                "notes", Map.of("action", "add", "text", "the plumber comes")));
        assertThat(plan("weather", Map.of("place", "oslo", "date", "tomorrow", "x", "y")))
                .isEqualTo(new Plan.Ask("weather", Map.of("place", "oslo", "date", "tomorrow")));
        assertThat(plan("weather", Map.of())).isEqualTo(new Plan.Ask("weather", Map.of()));
        assertThat(plan("definition", Map.of("word", "tide")))
                .isEqualTo(new Plan.Ask("dictionary", Map.of("word", "tide")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            textBlock =
                    """
                    milk/two eggs/bread | ''         | I put milk, two eggs and bread on your shopping list.
                    milk                | ''         | I put milk on your shopping list.
                    bread               | milk       | I put bread on your shopping list. You have milk already.
                    ''                  | milk/bread | You have milk and bread on your shopping list already.
                    """)
    void saysWhatWasPutOnAList(String added, String present, String sentence) {
        assertThat(
                        said(
                                "shopping.add",
                                Map.of(
                                        "list",
                                        "shopping",
                                        "added",
                                        added.replace('/', '\n'),
                                        "present",
                                        present.replace('/', '\n'),
                                        "count",
                                        "3")))
                .isEqualTo(sentence);
    }

    @Test
    void saysWhatWasTakenOffAListAndWhatWasNot() {
        assertThat(
                        said(
                                "todo.add",
                                Map.of(
                                        "list",
                                        "todo",
                                        "removed",
                                        "call mum",
                                        "missing",
                                        "sleep",
                                        "unclear",
                                        "buy",
                                        "choices",
                                        "buy a car\nbuy a house")))
                .isEqualTo(
                        "I took call mum off your to-do list. I didn't find sleep on your to-do"
                                + " list. There are buy a car and buy a house. Which one do you"
                                + " mean?");
        assertThat(said("todo.add", Map.of("list", "todo", "checked", "call mum")))
                .isEqualTo("I checked off call mum on your to-do list.");
        assertThat(said("todo.add", Map.of("list", "todo", "cleared", "4")))
                .isEqualTo("I cleared your to-do list.");
        assertThat(said("todo.add", Map.of("list", "todo", "cleared", "0")))
                .isEqualTo("There was nothing on your to-do list.");
    }

    @Test
    void readsAListAndSaysHowManyMoreThereAre() {
        assertThat(said("todo.list", Map.of("list", "todo", "items", "", "count", "0")))
                .isEqualTo("There is nothing on your to-do list.");
        assertThat(said("todo.list", Map.of("list", "todo", "items", "call mum", "count", "1")))
                .isEqualTo("There is one thing on your to-do list: call mum.");
        assertThat(
                        said(
                                "shopping.list",
                                Map.of("list", "shopping", "items", "milk\neggs", "count", "2")))
                .isEqualTo("On your shopping list there are milk and eggs.");
        String ten =
                IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> "item " + i)
                        .collect(Collectors.joining("\n"));
        assertThat(said("shopping.list", Map.of("list", "shopping", "items", ten, "count", "300")))
                .startsWith("There are 300 things on your shopping list. The first 10 are item 1,")
                .endsWith("item 9 and item 10. There are 290 more.");
        assertThat(said("shopping.list", Map.of("list", "shopping", "items", ten, "count", "11")))
                .endsWith("There is one more.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<speak><break time=\"10s\"/>milk</speak>",
                "<b>milk</b>",
                "milk.",
                "milk!?"
            })
    void speaksNoMarkup(String item) {
        assertThat(said("todo.list", Map.of("list", "todo", "items", item, "count", "1")))
                .isEqualTo("There is one thing on your to-do list: milk.");
    }

    @Test
    void speaksNothingEndless() {
        String sentence =
                said(
                        "todo.list",
                        Map.of("list", "todo", "items", "word ".repeat(2_000), "count", "1"));
        assertThat(sentence).hasSizeLessThan(200).endsWith("word, and so on.");
        assertThat(said("todo.list", Map.of("list", "todo", "items", "<x>", "count", "1")))
                .endsWith("something that I can't say.");
        assertThat(
                        said(
                                "todo.list",
                                Map.of("list", "todo", "items", "牛".repeat(10_000), "count", "1")))
                .hasSizeLessThan(200);
    }

    @Test
    void saysWhatTheWeatherIsAndWillBe() {
        Map<String, String> today =
                Map.of(
                        "place",
                        "Oslo",
                        "days",
                        "0",
                        "date",
                        "2026-11-23",
                        "temperature",
                        "-3",
                        "now",
                        "cloudy",
                        "sky",
                        "light snow",
                        "low",
                        "-7",
                        "high",
                        "1",
                        "rain",
                        "40");
        assertThat(said("weather", today))
                .isEqualTo(
                        "It is -3 degrees and cloudy in Oslo. Today there will be light snow,"
                                + " between -7 and 1 degrees, with a chance of rain of 40"
                                + " percent.");
        assertThat(
                        said(
                                "weather",
                                Map.of(
                                        "place",
                                        "Oslo",
                                        "days",
                                        "3",
                                        "date",
                                        "2026-11-26",
                                        "sky",
                                        "clear sky",
                                        "low",
                                        "2",
                                        "high",
                                        "9",
                                        "rain",
                                        "0")))
                .isEqualTo(
                        "On Thursday, November 26 in Oslo there will be clear sky, between 2 and 9"
                                + " degrees.");
    }

    @Test
    void saysWhatAWordMeans() {
        assertThat(
                        said(
                                "definition",
                                Map.of("word", "tide", "kind", "noun", "meaning", "the rise")))
                .isEqualTo("Tide means the rise.");
        assertThat(
                        said(
                                "definition",
                                Map.of("word", "run", "kind", "verb", "meaning", "move fast")))
                .isEqualTo("To run means to move fast.");
    }

    @Test
    void saysWhichRemindersThereAre() {
        assertThat(said("reminder.list", Map.of("reminders", "", "count", "0")))
                .isEqualTo("You have no reminders.");
        assertThat(
                        said(
                                "reminder.list",
                                Map.of(
                                        "reminders",
                                        "call mum",
                                        "due",
                                        "2026-11-24T06:00:00Z",
                                        "zone",
                                        "Europe/Berlin",
                                        "count",
                                        "1")))
                .isEqualTo("You have one reminder: call mum, tomorrow at 7:00 in the morning.");
        assertThat(
                        said(
                                "reminder.set",
                                Map.of(
                                        "text",
                                        "call mum",
                                        "due",
                                        "2026-11-24T06:00:00Z",
                                        "zone",
                                        "Europe/Berlin")))
                .isEqualTo("I'll remind you tomorrow at 7:00 in the morning: call mum.");
    }

    @Test
    void hasASentenceForAResultThatItCantRead() {
        for (String intent : new String[] {"shopping.add", "todo.list", "weather", "definition"}) {
            assertThat(said(intent, Map.of()))
                    .isEqualTo("Sorry, I can't put the answer into words.");
        }
    }
}
