package dev.parley.connectors.tools.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.ToolFailureException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListToolTest {
    private final Notebook<ListItem> lists = new MemoryNotebook<>();
    private final ListTool tool = new ListTool(() -> lists);
    private final Caller anna = new Caller(tool, "anna", "list", "shopping");
    private final Caller ben = new Caller(tool, "ben", "list", "shopping");

    private static String items(Map<String, String> read) {
        return String.valueOf(read.get("items"));
    }

    @Test
    void keepsItemsInTheirOrderApartForEachUserAndList() throws Exception {
        // When
        Map<String, String> added = anna.call("action", "add", "items", "milk\ntwo eggs\nbread");
        anna.call("list", "todo", "action", "add", "items", "call mum");
        ben.call("action", "add", "items", "socks");

        // Then
        assertThat(added)
                .containsEntry("added", "milk\ntwo eggs\nbread")
                .containsEntry("present", "")
                .containsEntry("count", "3");
        assertThat(items(anna.call("action", "read"))).isEqualTo("milk\ntwo eggs\nbread");
        assertThat(items(anna.call("list", "todo", "action", "read"))).isEqualTo("call mum");
        assertThat(items(ben.call("action", "read"))).isEqualTo("socks");
    }

    @Test
    void addsOnceWhatIsThereOrSaidTwice() throws Exception {
        // Given
        anna.call("action", "add", "items", "milk");
        ben.call("action", "add", "items", "bread");

        // When
        Map<String, String> added =
                anna.call("action", "add", "items", "The MILK\nbread\nsome bread\nmilk");

        // Then
        assertThat(added)
                .containsEntry("added", "bread")
                .containsEntry("present", "milk\nmilk")
                .containsEntry("count", "2");
    }

    @Test
    void addsOnceWhenTheCallIsDeliveredAgain() throws Exception {
        // When
        Map<String, String> first = anna.call("action", "add", "items", "milk");
        Map<String, String> second = anna.again("action", "add", "items", "milk");

        // Then
        assertThat(second).isEqualTo(first).containsEntry("added", "milk");
        assertThat(items(anna.call("action", "read"))).isEqualTo("milk");
    }

    @Test
    void removesAnItemOnceAndTellsTheSameWhenTheCallIsDeliveredAgain() throws Exception {
        // Given
        anna.call("action", "add", "items", "milk\nbread");
        ben.call("action", "add", "items", "milk");

        // When
        Map<String, String> first = anna.call("action", "remove", "items", "the milk");
        Map<String, String> second = anna.again("action", "remove", "items", "the milk");

        // Then
        assertThat(second)
                .isEqualTo(first)
                .containsEntry("removed", "milk")
                .containsEntry("missing", "")
                .containsEntry("count", "1");
        assertThat(items(ben.call("action", "read"))).isEqualTo("milk");
    }

    @Test
    void findsAnItemByAPartOfItUnlessSeveralCouldBeMeant() throws Exception {
        // Given
        anna.call("action", "add", "items", "two eggs\noat milk\nalmond milk\nbuttermilk");

        // When
        Map<String, String> removed = anna.call("action", "remove", "items", "eggs\nmilk\nham");

        // Then
        assertThat(removed)
                .containsEntry("removed", "two eggs")
                .containsEntry("unclear", "milk")
                .containsEntry("choices", "oat milk\nalmond milk")
                .containsEntry("missing", "ham")
                .containsEntry("count", "3");
    }

    @Test
    void checksAnItemOffAndReadsWhatIsOpen() throws Exception {
        // Given
        anna.call("action", "add", "items", "milk\nbread");

        // When
        Map<String, String> checked = anna.call("action", "check", "items", "milk");

        // Then
        assertThat(checked).containsEntry("checked", "milk").containsEntry("count", "2");
        assertThat(anna.call("action", "read", "which", "open"))
                .containsEntry("items", "bread")
                .containsEntry("count", "1");
        assertThat(anna.call("action", "read"))
                .containsEntry("items", "milk\nbread")
                .containsEntry("done", "true\nfalse");
        assertThat(anna.call("action", "add", "items", "milk")).containsEntry("added", "milk");
        assertThat(anna.call("action", "read", "which", "open"))
                .containsEntry("items", "milk\nbread");
    }

    @Test
    void findsAnItemByItsIdInTheUsersOwnListOnly() throws Exception {
        // Given
        String id = anna.call("action", "add", "items", "milk").get("ids");
        ben.call("action", "add", "items", "milk");

        // Then
        assertThat(ben.call("action", "remove", "id", String.valueOf(id)))
                .containsEntry("removed", "")
                .containsEntry("missing", String.valueOf(id))
                .containsEntry("count", "1");
        assertThat(anna.call("list", "todo", "action", "remove", "id", String.valueOf(id)))
                .containsEntry("removed", "");
        assertThat(anna.call("action", "remove", "id", String.valueOf(id)))
                .containsEntry("removed", "milk");
    }

    @Test
    void clearsOneListOfOneUser() throws Exception {
        // Given
        anna.call("action", "add", "items", "milk\nbread");
        anna.call("list", "todo", "action", "add", "items", "call mum");
        ben.call("action", "add", "items", "socks");

        // When
        Map<String, String> cleared = anna.call("action", "clear");

        // Then
        assertThat(cleared).containsEntry("cleared", "2").containsEntry("count", "0");
        assertThat(items(anna.call("list", "todo", "action", "read"))).isEqualTo("call mum");
        assertThat(items(ben.call("action", "read"))).isEqualTo("socks");
    }

    @Test
    void readsAsManyAsAreWantedAndSaysHowManyThereAre() throws Exception {
        // Given
        for (int i = 0; i < 4; i++) {
            anna.call("action", "add", "items", numbered(i * 100, 100));
        }

        // Then
        assertThat(anna.call("action", "read", "most", "10"))
                .containsEntry("count", "400")
                .containsEntry("items", numbered(0, 10));
        assertThat(items(anna.call("action", "read", "from", "390"))).isEqualTo(numbered(390, 10));
        assertThat(items(anna.call("action", "read", "from", "999999999"))).isEmpty();
        assertThat(items(anna.call("action", "read")).lines()).hasSize(Slice.MOST);
    }

    @Test
    void refusesWhatIsMoreThanAListHolds() throws Exception {
        for (int i = 0; i < 5; i++) {
            anna.call("action", "add", "items", numbered(i * 100, 100));
        }
        assertThatThrownBy(() -> anna.call("action", "add", "items", "one more"))
                .hasMessage("Your shopping list is full. It can hold 500 items.");
        assertThatThrownBy(() -> anna.call("action", "add", "items", numbered(0, 101)))
                .hasMessageContaining("up to 100 items");
        assertThat(ben.call("action", "add", "items", "milk")).containsEntry("count", "1");
    }

    private static String numbered(int from, int many) {
        return IntStream.range(from, from + many)
                .mapToObj(i -> "item " + i)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void refusesAnItemOfTenThousandCharactersWithASentence() {
        assertThatThrownBy(() -> anna.call("action", "add", "items", "x".repeat(10_000)))
                .isInstanceOf(ToolFailureException.class)
                .hasMessage("That is too long for an item. I can keep up to 200 characters.");
        assertThat(lists.of(new UserId("anna"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "牛乳",
                "חלב",
                "молоко и хлеб",
                "مربى",
                "👩‍👩‍👧 dinner",
                "<speak><break time=\"10s\"/>milk</speak>",
                "'; drop table list_items; --",
                "${jndi:ldap://x}",
                "99999999999999999999999999999 eggs",
                "-1 eggs"
            })
    void keepsWhateverWasSaidAsItIs(String said) throws Exception {
        anna.call("action", "add", "items", said);
        ben.call("action", "add", "items", said);
        assertThat(items(anna.call("action", "read"))).isEqualTo(said);
        assertThat(anna.call("action", "remove", "items", said)).containsEntry("removed", said);
        assertThat(items(ben.call("action", "read"))).isEqualTo(said);
    }

    @Test
    void keepsAnItemOnOneLineWithoutWhatCantBeSeen() throws Exception {
        anna.call("action", "add", "items", " oat\t\u0000milk\u202e \u00a0 now ");
        assertThat(items(anna.call("action", "read"))).isEqualTo("oat milk now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "\u0000", "\u200b\u200b"})
    void asksForItemsWhereNoneWereSaid(String said) {
        assertThatThrownBy(() -> anna.call("action", "add", "items", said))
                .isInstanceOf(ToolFailureException.class)
                .hasMessage("I need to know the items for that.");
    }

    @Test
    void refusesListsAndActionsAndNumbersThatItDoesNotKnow() {
        assertThatThrownBy(() -> anna.call("list", "wishes", "action", "read"))
                .hasMessage("I keep a to-do list and a shopping list.");
        assertThatThrownBy(() -> anna.call("action", "burn"))
                .isInstanceOf(ToolFailureException.class);
        for (String number : List.of("-1", "1e3", "99999999999", "ten")) {
            assertThatThrownBy(() -> anna.call("action", "read", "most", number))
                    .isInstanceOf(ToolFailureException.class);
        }
    }

    @Test
    void saysThatTheListsCantBeReached() {
        // Given
        Notebook<ListItem> away =
                new Notebook<>() {
                    @Override
                    public List<ListItem> of(UserId user) {
                        throw new PassingFaultException("away");
                    }

                    @Override
                    public Map<String, String> once(CallId call, UserId user, Edit<ListItem> edit) {
                        throw new PassingFaultException("away");
                    }

                    @Override
                    public void forget(UserId user) {
                        throw new PassingFaultException("away");
                    }
                };
        Caller unlucky = new Caller(new ListTool(() -> away), "anna", "list", "todo");

        // Then
        for (String action : List.of("read", "clear")) {
            assertThatThrownBy(() -> unlucky.call("action", action))
                    .isInstanceOf(ToolFailureException.class)
                    .hasMessage("I can't get at your lists just now. Please try again.");
        }
    }
}
