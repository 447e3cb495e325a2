package dev.parley.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: warnings to stderr, so that a command's output stays its own, until a command
 * that runs Parley moves all of them to a file. Logback finds this class by itself.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{30} %msg%n%ex{full}";
    private static final FileSize FILE_SIZE = new FileSize(10L * FileSize.MB_COEFFICIENT);
    private static final int OLD_FILES = 4;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        var stderr = new ConsoleAppender<ILoggingEvent>();
        stderr.setTarget("System.err");
        attach(context, stderr);
        level(context, Level.WARN, Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * From now on logs to {@code parley.log} in the directory: Parley's own lines from INFO on, the
     * libraries' from WARN on; at most 50 MB.
     *
     * @return the file
     */
    public static Path toFileIn(Path directory) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Path file = directory.resolve("parley.log");
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        appender.setContext(context);

        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(directory.resolve("parley.%i.log").toString());
        rolling.setMaxIndex(OLD_FILES);
        rolling.start();
        appender.setRollingPolicy(rolling);

        var triggering = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        triggering.setContext(context);
        triggering.setMaxFileSize(FILE_SIZE);
        triggering.start();
        appender.setTriggeringPolicy(triggering);

        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
        attach(context, appender);
        level(context, Level.WARN, Level.INFO);
        return file;
    }

    /** From now on logs to stderr: Parley's own lines from INFO on, the libraries' from WARN on. */
    public static void toStderr() {
        level((LoggerContext) LoggerFactory.getILoggerFactory(), Level.WARN, Level.INFO);
        // Says again, several times a second, that a broker is away, which health tells too.
        onlyErrorsOf(List.of("org.apache.kafka.clients.NetworkClient"));
    }

    /** From now on hears of these loggers only what is an error. */
    public static void onlyErrorsOf(Collection<String> loggers) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        loggers.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    }

    private static void attach(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private static void level(LoggerContext context, Level libraries, Level parley) {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(libraries);
        context.getLogger("dev.parley").setLevel(parley);
    }
}
