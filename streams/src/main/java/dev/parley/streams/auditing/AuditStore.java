package dev.parley.streams.auditing;

/** Where entries are kept beside the topic. It only ever grows. */
public interface AuditStore {
    /**
     * Keeps an entry; one that is there already is no fault.
     *
     * @throws dev.parley.streams.stage.PassingFaultException if the store can't be asked just now
     * @throws IllegalStateException if another entry stands in its place
     */
    void keep(KeptEntry entry);
}
