package dev.parley.app.client;

/** How the commands that hold a conversation end: talk, listen and demo. */
public final class ExitCode {
    /** All that was asked for happened. */
    public static final int DONE = 0;

    /** An answer is missing, was cut short or wrong; or the session ended too early. */
    public static final int UNANSWERED = 1;

    /** Wrong usage, or a file that can't be read. */
    public static final int USAGE = 2;

    /** No voice session could be had at the address. */
    public static final int UNREACHABLE = 3;

    /** The token was refused, or one is asked for. */
    public static final int REFUSED = 4;

    /** No microphone or no loudspeaker. */
    public static final int NO_DEVICE = 5;

    /** The server reported an error, or doesn't keep to the protocol. */
    public static final int SERVER_FAULT = 6;

    /** Sound was sent, and no word was found in it. */
    public static final int NOTHING_UNDERSTOOD = 7;

    private ExitCode() {}
}
