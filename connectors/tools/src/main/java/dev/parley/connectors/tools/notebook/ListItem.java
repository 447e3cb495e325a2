package dev.parley.connectors.tools.notebook;

/**
 * An item of a list.
 *
 * @param list its name, {@code todo} or {@code shopping}
 * @param done whether it is checked off
 */
public record ListItem(String id, String list, String text, boolean done) implements Entry {
    @Override
    public ListItem withText(String other) {
        return new ListItem(id, list, other, done);
    }

    ListItem checked(boolean off) {
        return new ListItem(id, list, text, off);
    }
}
