package dev.parley.app.replay;

import dev.parley.app.config.ParleyConfig;
import dev.parley.streams.stage.Transform;
import java.util.List;
import java.util.Set;

/** Makes the stages that a replay runs anew, with their engines. */
public interface Engines {
    /** The stages that can be run anew, by name. */
    Set<String> stages();

    /**
     * @param stages some of {@link #stages}
     * @return closed by {@link Loaded#close}
     */
    Loaded load(Set<String> stages, ParleyConfig config);

    /** Stages whose engines are loaded. */
    record Loaded(List<Transform> transforms, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }
}
