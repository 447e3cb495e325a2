package dev.parley.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command printed, and how it ended. */
public record CommandLineRun(int exitCode, String out, String err) {
    public static CommandLineRun of(String... arguments) {
        return of(Main.commandLine(), arguments);
    }

    /** Of a command by itself; the sentence of an error is all that is written of it. */
    public static CommandLineRun of(Runnable command, String... arguments) {
        return of(
                new CommandLine(command)
                        .setExecutionExceptionHandler(
                                (failure, commandLine, parsed) -> {
                                    if (failure instanceof UserError error) {
                                        commandLine
                                                .getErr()
                                                .print(String.valueOf(error.getMessage()));
                                        return error.exitCode();
                                    }
                                    throw failure;
                                }),
                arguments);
    }

    private static CommandLineRun of(CommandLine commandLine, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                commandLine
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new CommandLineRun(exitCode, out.toString(), err.toString());
    }
}
