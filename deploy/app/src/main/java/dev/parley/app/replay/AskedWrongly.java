package dev.parley.app.replay;

import dev.parley.app.UserError;

/** What was asked for isn't there, or may not be had; the process ends with 2. */
final class AskedWrongly extends UserError {
    private static final int ASKED_WRONGLY = 2;

    AskedWrongly(String sentence) {
        super(sentence, ASKED_WRONGLY);
    }
}
