package dev.parley.streams.stage;

/** Ends a host as kill -9 ends its process: nothing is handed over, committed or told. */
public final class Crash {
    private Crash() {}

    public static void of(StageHost host) {
        switch (host) {
            case TransformHost transform -> transform.crash();
            case TopologyHost topology -> topology.crash();
            default -> throw new AssertionError(host.getClass().getName());
        }
    }
}
