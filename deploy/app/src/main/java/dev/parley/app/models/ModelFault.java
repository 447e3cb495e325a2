package dev.parley.app.models;

import dev.parley.app.UserError;
import java.util.Locale;

/** Why a model can't be had, as a sentence for the user and an exit code for scripts. */
public final class ModelFault extends UserError {
    /** Neither name nor kind fits what was asked. */
    static final int USAGE = 2;

    /** No source gave it. */
    static final int UNREACHABLE = 3;

    /** What came isn't what was published, or isn't safe to unpack. */
    static final int DAMAGED = 4;

    /** There is too little room for it. */
    static final int FULL = 5;

    ModelFault(String sentence, int exitCode) {
        super(sentence, exitCode);
    }

    static ModelFault unknown(String name) {
        return new ModelFault(
                "There is no model " + name + "; parley models list names them all.", USAGE);
    }

    static ModelFault full(String what, long wanted, long free, java.nio.file.Path folder) {
        return new ModelFault(
                "The disk that holds %s is too full: %s needs about %s more, and %s are free. Free some space, or name a data directory on another disk with --data."
                        .formatted(folder, what, told(wanted), told(free)),
                FULL);
    }

    static ModelFault damaged(String sentence) {
        return new ModelFault(sentence, DAMAGED);
    }

    /** A number of bytes for people. */
    static String told(long bytes) {
        if (bytes < 10_000_000) {
            return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
