package dev.parley.app.models;

/** Is told how a fetch goes on, by the thread that fetches. */
public interface Progress {
    /** Something worth a line. */
    void note(String line);

    /**
     * So much of a file is there; first told when its source answers.
     *
     * @param done in bytes
     * @param total in bytes, at least {@code done}
     */
    void has(String file, long done, long total);

    /** Nobody looks. */
    Progress UNSEEN =
            new Progress() {
                @Override
                public void note(String line) {}

                @Override
                public void has(String file, long done, long total) {}
            };
}
