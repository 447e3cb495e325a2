package dev.parley.streams.tool;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Owner;
import java.util.Map;

/** Claims each call before it runs, so that it runs once. */
public interface CallLedger {
    /**
     * Claims a call for this attempt.
     *
     * @throws dev.parley.streams.stage.PassingFaultException if the ledger can't be reached
     */
    Claim claim(CallId call, String tool, Owner owner);

    /** Notes the outcome of a call that was claimed. The result is kept encrypted. */
    void finished(CallId call, Owner owner, Map<String, String> result);

    /** Notes that a claimed call failed without an effect. */
    void failed(CallId call);

    /** What a claim finds. */
    sealed interface Claim {
        /** The call is ours to run. */
        record Granted() implements Claim {}

        /** It ran before, with this result. */
        record Finished(Map<String, String> result) implements Claim {}

        /** It was claimed before and nobody knows what came of it. */
        record Unknown() implements Claim {}
    }
}
