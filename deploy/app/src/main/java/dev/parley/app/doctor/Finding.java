package dev.parley.app.doctor;

/**
 * What one look found.
 *
 * @param what was looked at, in a word or two
 * @param detail a sentence; where not all is well, with the cure
 */
record Finding(Verdict verdict, String what, String detail) {
    enum Verdict {
        OK,
        WARN,
        /** Parley can't run like this. */
        FAIL
    }

    static Finding ok(String what, String detail) {
        return new Finding(Verdict.OK, what, detail);
    }

    static Finding warn(String what, String detail) {
        return new Finding(Verdict.WARN, what, detail);
    }

    static Finding fail(String what, String detail) {
        return new Finding(Verdict.FAIL, what, detail);
    }

    @Override
    public String toString() {
        return "%-5s %-11s %s"
                .formatted(verdict.name().toLowerCase(java.util.Locale.ROOT), what, detail);
    }
}
