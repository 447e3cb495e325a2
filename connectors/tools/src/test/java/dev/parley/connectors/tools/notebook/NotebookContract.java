package dev.parley.connectors.tools.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.tools.Arguments;
import dev.parley.connectors.tools.notebook.Notebook.Edited;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every notebook holds to. */
abstract class NotebookContract<E extends Entry> {
    final UserId anna = new UserId("anna-" + UUID.randomUUID());
    final UserId ben = new UserId("ben-" + UUID.randomUUID());

    /** The same notebook, as another process would open it. */
    abstract Notebook<E> open();

    abstract E entry(String id, String text);

    /** The same with something changed beside the text. */
    abstract E changed(E entry);

    private static CallId call(String name) {
        return new CallId(name);
    }

    private Notebook.Edit<E> adding(String... texts) {
        return entries -> {
            List<E> after = new ArrayList<>(entries);
            for (String text : texts) {
                after.add(entry("id-" + text.length() + "-" + after.size(), text));
            }
            return new Edited<>(after, Map.of("count", String.valueOf(after.size())));
        };
    }

    @Test
    void holdsNothingOfAUserWhoAddedNothing() {
        assertThat(open().of(anna)).isEmpty();
    }

    @Test
    void givesWhatWasAddedInItsOrderAndApartForEachUser() throws Exception {
        // When
        open().once(call("a-1"), anna, adding("milk", "zwei Äpfel", "דג", "<b>bread</b> ☂"));
        open().once(call("b-1"), ben, adding("socks"));
        open().once(call("a-2"), anna, adding("aardvark"));

        // Then
        assertThat(open().of(anna))
                .extracting(Entry::text)
                .containsExactly("milk", "zwei Äpfel", "דג", "<b>bread</b> ☂", "aardvark");
        assertThat(open().of(ben)).extracting(Entry::text).containsExactly("socks");
    }

    @Test
    void givesEntriesBackAsTheyAre() throws Exception {
        // Given
        E whole = changed(entry("id-1", "milk"));

        // When
        open().once(call("a-1"), anna, none -> new Edited<>(List.of(whole), Map.of()));

        // Then
        assertThat(open().of(anna)).containsExactly(whole);
    }

    @Test
    void changesAndDeletesInOneEditAndKeepsTheOrder() throws Exception {
        // Given
        open().once(call("a-1"), anna, adding("one", "two", "three"));
        open().once(call("b-1"), ben, adding("one", "two", "three"));
        List<E> before = open().of(anna);

        // When
        open().once(
                        call("a-2"),
                        anna,
                        entries ->
                                new Edited<>(
                                        List.of(
                                                changed(entries.get(0)),
                                                entries.get(2),
                                                entry("id-new", "four")),
                                        Map.of()));

        // Then
        assertThat(open().of(anna))
                .containsExactly(changed(before.get(0)), before.get(2), entry("id-new", "four"));
        assertThat(open().of(ben)).extracting(Entry::text).containsExactly("one", "two", "three");
    }

    @Test
    void makesAnEditOnceForACallAndTellsTheSameAnswerAgain() throws Exception {
        // When
        Map<String, String> first = open().once(call("a-1"), anna, adding("milk"));
        Map<String, String> second = open().once(call("a-1"), anna, adding("milk"));
        Map<String, String> bens = open().once(call("a-1"), ben, adding("milk", "eggs"));

        // Then
        assertThat(first).isEqualTo(Map.of("count", "1")).isEqualTo(second);
        assertThat(bens).isEqualTo(Map.of("count", "2"));
        assertThat(open().of(anna)).hasSize(1);
    }

    @Test
    void changesNothingWhenAnEditIsRefusedAndTriesTheCallAgain() throws Exception {
        // Given
        open().once(call("a-1"), anna, adding("milk"));

        // When
        assertThatThrownBy(
                        () ->
                                open().once(
                                                call("a-2"),
                                                anna,
                                                entries -> {
                                                    throw Arguments.refused("No.");
                                                }))
                .isInstanceOf(ToolFailureException.class)
                .hasMessage("No.");

        // Then
        assertThat(open().of(anna)).extracting(Entry::text).containsExactly("milk");
        assertThat(open().once(call("a-2"), anna, adding("eggs"))).isEqualTo(Map.of("count", "2"));
    }

    @Test
    void losesNoneOfManyEditsAtOnce() throws Exception {
        // Given
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Map<String, String>>> edits = new ArrayList<>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                String text = "item " + i;
                CallId call = call("a-" + i / 2);
                Callable<Map<String, String>> edit =
                        () -> {
                            go.await();
                            return open().once(call, anna, adding(text));
                        };
                edits.add(threads.submit(edit));
            }
            go.countDown();
            for (Future<Map<String, String>> edit : edits) {
                edit.get();
            }
        }

        // Then
        assertThat(open().of(anna)).hasSize(6);
    }

    @Test
    void forgetsAUserAndNobodyElse() throws Exception {
        // Given
        open().once(call("a-1"), anna, adding("milk"));
        open().once(call("b-1"), ben, adding("socks"));

        // When
        open().forget(anna);

        // Then
        assertThat(open().of(anna)).isEmpty();
        assertThat(open().of(ben)).extracting(Entry::text).containsExactly("socks");
    }

    @Test
    void takesHundredsOfLongEntries() throws Exception {
        // Given
        String[] texts = new String[300];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = i + "ü".repeat(400);
        }

        // When
        open().once(call("a-1"), anna, adding(texts));

        // Then
        assertThat(open().of(anna)).extracting(Entry::text).containsExactly(texts);
    }

    /** Of each kind, one whose every field says something. */
    static final class Kinds {
        private Kinds() {}

        static ListItem item(String id, String text) {
            return new ListItem(id, "shopping", text, false);
        }

        static Note note(String id, String text) {
            return new Note(id, text, Instant.parse("2026-11-23T09:00:00.123456Z"));
        }

        static Reminder reminder(String id, String text) {
            return new Reminder(
                    id,
                    text,
                    Instant.parse("2026-11-24T06:00:00Z"),
                    null,
                    "Europe/Berlin",
                    List.of());
        }

        static Trait trait(String id, String text) {
            return new Trait(id, "name", text);
        }

        static Trait renamed(Trait trait) {
            return new Trait(trait.id(), "nickname", trait.text());
        }

        static Note written(Note note) {
            return new Note(note.id(), note.text(), note.writtenAt().plusSeconds(1));
        }

        static Reminder repeated(Reminder of) {
            return new Reminder(
                    of.id(),
                    of.text(),
                    of.due(),
                    "07:00",
                    "America/New_York",
                    List.of("monday", "friday"));
        }
    }
}
