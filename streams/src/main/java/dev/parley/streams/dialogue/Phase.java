package dev.parley.streams.dialogue;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.TurnId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an open turn stands. */
public sealed interface Phase {
    /** Its intent isn't known yet. */
    record Understanding() implements Phase {}

    /**
     * A tool was asked, or the timers; the result is awaited.
     *
     * @param call what was asked; of a name of its own where it was the timers
     * @param manner null from a build that knew none
     * @param arguments of the tool that was asked; null for the timers, and from a build that kept
     *     none
     */
    record Acting(
            CallId call,
            String intent,
            Personal<Map<String, String>> slots,
            @Nullable Manner manner,
            @Nullable Personal<Map<String, String>> arguments)
            implements Phase {
        private static final String TIMERS = "timers_";

        static Acting asking(
                CallId call, Meaning meaning, @Nullable Personal<Map<String, String>> arguments) {
            return new Acting(
                    call,
                    meaning.intent(),
                    Personal.of(meaning.slots()),
                    meaning.manner(),
                    arguments);
        }

        /** It was asked which timers stand. */
        static Acting askingTimers(TurnId turn, Meaning meaning) {
            return asking(new CallId(TIMERS + turn), meaning, null);
        }

        boolean asksTimers() {
            return call.value().startsWith(TIMERS);
        }

        Meaning meaning() {
            return new Meaning(
                    intent, slots.orElse(Map.of()), manner == null ? Manner.NEW : manner);
        }
    }
}
