package dev.parley.app;

/**
 * What a user can do something about: the message is a sentence for them, which names the cure. The
 * command line prints it without a stack trace and ends with {@link #exitCode()}.
 */
public class UserError extends RuntimeException {
    private static final int FAILED = 1;

    private final int exitCode;

    public UserError(String sentence) {
        this(sentence, FAILED);
    }

    public UserError(String sentence, Throwable cause) {
        super(sentence, cause);
        this.exitCode = FAILED;
    }

    /**
     * @param exitCode the exit code of the process: 1 for what failed, 2 for what was asked wrongly
     */
    protected UserError(String sentence, int exitCode) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
