package dev.parley.app;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of parsed and linked classes that lets the next process start faster, made out of the
 * list of classes that this one loaded. See "Class Data Sharing" in the <a
 * href="https://docs.oracle.com/en/java/javase/25/vm/class-data-sharing.html">guide to the virtual
 * machine</a>.
 *
 * <p>The launcher asks for it by system properties where there is none. It is made by a process of
 * its own at the lowest priority, which outlives this one, and appears whole or not at all.
 */
final class ClassArchive {
    private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);

    /** What is loaded for the first questions is archived too. */
    private static final Duration REST = Duration.ofSeconds(10);

    /**
     * Its arguments: the list, the archive while it is made, its place, the command that makes it.
     */
    private static final String SCRIPT =
            """
            trap '' INT HUP
            list=$1 fresh=$2 archive=$3
            shift 3
            nice -n 19 "$@" && { sync "$fresh" || true; } && mv -f "$fresh" "$archive"
            rm -f "$list" "$fresh"
            """;

    private final Path loaded;
    private final Path archive;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param loaded the list that this process writes, {@code -XX:DumpLoadedClassList}
     * @param archive where the archive shall be
     */
    ClassArchive(Path loaded, Path archive) {
        this.loaded = loaded;
        this.archive = archive;
    }

    /** Has the archive made, if the launcher asks for one: soon, or when this process ends. */
    static void makeIfWanted() {
        wanted().ifPresent(ClassArchive::makeSoon);
    }

    private static Optional<ClassArchive> wanted() {
        String loaded = System.getProperty("parley.class-list");
        String archive = System.getProperty("parley.class-archive");
        return loaded == null || archive == null
                ? Optional.empty()
                : Optional.of(new ClassArchive(Path.of(loaded), Path.of(archive)));
    }

    private void makeSoon() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::make, "class-archive"));
        } catch (IllegalStateException e) {
            log.debug("Ending already: no class archive", e);
            return;
        }
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                Thread.sleep(REST);
                                make();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    /** Without it the next start is slower, and nothing else: no fault here is worth a word. */
    private void make() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            Process making = begin(javaCommand());
            log.info("A class archive is being made by process {}", making.pid());
        } catch (IOException e) {
            log.info("No class archive can be made: {}", e.toString());
        }
    }

    /**
     * Begins to make it.
     *
     * @param command makes an archive, given where and of which list
     */
    Process begin(Command command) throws IOException {
        String own = ProcessHandle.current().pid() + ".";
        Path list = archive.resolveSibling(own + "list");
        Path fresh = archive.resolveSibling(own + "fresh");
        Files.writeString(list, wholeLines(Files.readString(loaded, StandardCharsets.UTF_8)));
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                SCRIPT,
                                "class-archive",
                                list.toString(),
                                fresh.toString(),
                                archive.toString()));
        words.addAll(command.making(fresh, list));
        File nowhere = new File("/dev/null");
        return new ProcessBuilder(words)
                .redirectInput(nowhere)
                .redirectOutput(nowhere)
                .redirectError(nowhere)
                .start();
    }

    /** What makes an archive of the listed classes. */
    @FunctionalInterface
    interface Command {
        List<String> making(Path archive, Path list);
    }

    /** The same Java, collector, heap and modules as here: else the archive would not be taken. */
    private static Command javaCommand() {
        return (fresh, list) -> {
            List<String> words = new ArrayList<>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(option -> option.matches("--.*|-Xm[sx].*|-XX:\\+Use\\w+GC"))
                    .forEach(words::add);
            words.addAll(
                    List.of(
                            "-Xshare:dump",
                            "-XX:+AOTClassLinking",
                            "-XX:SharedClassListFile=" + list,
                            "-XX:SharedArchiveFile=" + fresh,
                            "-cp",
                            System.getProperty("java.class.path")));
            return words;
        };
    }

    /** The virtual machine writes on: its last line may not be whole. */
    private static String wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }
}
