package dev.parley.connectors.tools.notebook;

import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.Tool.Circumstances;
import dev.parley.streams.tool.ToolFailureException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A notebook as a tool asks it: what keeps it away is said.
 *
 * @param notebook opened when it is first asked
 * @param things what it holds, such as {@code notes}
 */
record Keeper<E extends Entry>(Supplier<Notebook<E>> notebook, String things) {
    List<E> of(Circumstances circumstances) throws ToolFailureException {
        try {
            return notebook.get().of(circumstances.user());
        } catch (PassingFaultException away) {
            throw unreachable();
        }
    }

    Map<String, String> once(Circumstances circumstances, Notebook.Edit<E> edit)
            throws ToolFailureException {
        try {
            return notebook.get().once(circumstances.call(), circumstances.user(), edit);
        } catch (PassingFaultException away) {
            throw unreachable();
        }
    }

    private ToolFailureException unreachable() {
        return new ToolFailureException(
                Reason.FAULT, "I can't get at your " + things + " just now. Please try again.");
    }
}
