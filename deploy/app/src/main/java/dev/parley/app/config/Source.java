package dev.parley.app.config;

import java.util.List;
import java.util.function.Consumer;

/** Somewhere values are written. */
interface Source {
    /**
     * The values found here, for properties of the tree or not.
     *
     * @param problems takes a sentence for what can't even be read
     */
    List<Given> read(PropertyTree tree, Consumer<String> problems);
}
