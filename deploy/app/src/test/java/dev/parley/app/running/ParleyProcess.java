package dev.parley.app.running;

import dev.parley.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code parley up} in a process of its own. */
final class ParleyProcess implements AutoCloseable {
    private static final String STAYS = "Stop: Ctrl-C";
    private static final Pattern CONSOLE = Pattern.compile("Console\\s+(http://\\S+)");

    private final Process process;
    private final BufferedReader reader;
    private final StringBuilder said = new StringBuilder();
    private final long begun = System.nanoTime();

    private ParleyProcess(Process process) {
        this.process = process;
        this.reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Begins; both ports are any that are free, unless the arguments say otherwise. */
    static ParleyProcess up(Path data, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        // A test that was started in the background ignores interrupts, which is inherited.
        command.addAll(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx768m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "up",
                        "--offline",
                        "--data",
                        data.toString()));
        List<String> given = List.of(arguments);
        for (String port : List.of("--http-port", "--voice-port")) {
            if (!given.contains(port)) {
                command.addAll(List.of(port, "0"));
            }
        }
        command.addAll(given);
        return new ParleyProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /**
     * Waits until it stays.
     *
     * @return how long that took, in milliseconds
     */
    long awaitStart() throws IOException {
        String line;
        while ((line = reader.readLine()) != null) {
            said.append(line).append('\n');
            if (line.contains(STAYS)) {
                return (System.nanoTime() - begun) / 1_000_000;
            }
        }
        throw new AssertionError("it ended: " + said);
    }

    /** Waits for its end; what it said is {@link #said()}. */
    int awaitEnd(Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it runs on: " + said);
        }
        String line;
        while ((line = reader.readLine()) != null) {
            said.append(line).append('\n');
        }
        return process.exitValue();
    }

    String said() {
        return said.toString();
    }

    /** The address of the HTTP API, with the token. */
    String console() {
        Matcher matcher = CONSOLE.matcher(said);
        if (!matcher.find()) {
            throw new AssertionError(said);
        }
        return matcher.group(1);
    }

    List<ProcessHandle> servers() {
        return process.descendants().toList();
    }

    long pid() {
        return process.pid();
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        List<ProcessHandle> servers = servers();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        servers.forEach(ProcessHandle::destroyForcibly);
    }
}
