package dev.parley.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed, and how it ended. */
public record CommandLineRun(int exitCode, String out, String err) {
    public static CommandLineRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new CommandLineRun(exitCode, out.toString(), err.toString());
    }
}
