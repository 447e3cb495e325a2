package dev.parley.connectors.tools.notebook;

/**
 * What a user told of themselves.
 *
 * @param name what it is of them, such as {@code name}
 */
public record Trait(String id, String name, String text) implements Entry {
    @Override
    public Trait withText(String other) {
        return new Trait(id, name, other);
    }
}
