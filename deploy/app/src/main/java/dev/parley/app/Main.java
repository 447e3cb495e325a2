package dev.parley.app;

import dev.parley.app.acl.AclCommand;
import dev.parley.app.audit.AuditCommand;
import dev.parley.app.config.ConfigCommand;
import dev.parley.app.doctor.DoctorCommand;
import dev.parley.app.engines.EnginesCommand;
import dev.parley.app.hearing.HearingCommand;
import dev.parley.app.models.ModelsCommand;
import dev.parley.app.notebook.ListsCommand;
import dev.parley.app.notebook.NotesCommand;
import dev.parley.app.notebook.RemindersCommand;
import dev.parley.app.replay.ExportCommand;
import dev.parley.app.replay.ShadowCommand;
import dev.parley.app.schemas.SchemasCommand;
import dev.parley.app.tls.TlsCommand;
import dev.parley.app.tools.PermissionsCommand;
import dev.parley.app.tools.ToolsCommand;
import dev.parley.app.topics.TopicsCommand;
import dev.parley.app.users.UserCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
        name = "parley",
        description = "A voice agent that you run yourself.",
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT,
        usageHelpAutoWidth = true)
public final class Main {
    /** The commands, in the order in which the help lists them. */
    static List<Object> commands() {
        return List.of(
                new UpCommand(),
                new RunCommand(),
                new PrepareCommand(),
                Commands.demo(),
                Commands.talk(),
                Commands.listen(),
                new ListsCommand(),
                new NotesCommand(),
                new RemindersCommand(),
                new ModelsCommand(),
                new EnginesCommand(),
                new ToolsCommand(),
                new PermissionsCommand(),
                new UserCommand(),
                new TlsCommand(),
                new TopicsCommand(),
                new AclCommand(),
                new AuditCommand(),
                Commands.replay(),
                new ExportCommand(),
                new ShadowCommand(),
                Commands.test(),
                Commands.intents(),
                new HearingCommand(),
                new SchemasCommand(),
                new ConfigCommand(),
                new DoctorCommand());
    }

    @Option(
            names = "--debug",
            description = "Show the stack trace of an error.",
            scope = ScopeType.INHERIT)
    private boolean debug;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var main = new Main();
        var commandLine = new CommandLine(main);
        commands().forEach(commandLine::addSubcommand);
        commandLine.addSubcommand(new CommandLine.HelpCommand());
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(main.tellingTheUser());
    }

    private IExecutionExceptionHandler tellingTheUser() {
        return (failure, commandLine, parsed) -> {
            PrintWriter err = commandLine.getErr();
            int exitCode;
            if (failure instanceof UserError error) {
                err.println("parley: " + error.getMessage());
                exitCode = error.exitCode();
            } else {
                err.println(
                        "parley: a bug: "
                                + failure
                                + (debug ? "" : " (--debug shows where it happened)"));
                exitCode = commandLine.getCommandSpec().exitCodeOnExecutionException();
            }
            if (debug) {
                failure.printStackTrace(err);
            }
            return exitCode;
        };
    }
}
