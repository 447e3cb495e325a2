package dev.parley.app.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.models.PublishedModel.Piece;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchingTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMillis(1), 2);

    @TempDir private Path folder;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final byte[] content = new byte[300_000];
    private ModelServer server;
    private ModelStore store;

    @BeforeEach
    void publish() throws IOException {
        new Random(1).nextBytes(content);
        server = new ModelServer();
        store = new ModelStore(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void putsTheWholeModelInItsPlaceAndPinsIt() throws Exception {
        // Given
        server.put("/m.bin", content);

        // When
        Path model = fetch(model(sha256(content), "/m.bin"));

        // Then
        assertThat(model).isEqualTo(folder.resolve("m"));
        assertThat(model.resolve("m.bin")).hasBinaryContent(content);
        assertThat(store.pin("m", "m.bin")).contains(sha256(content));
        assertThat(folder.resolve("fetching/m")).doesNotExist();
    }

    @Test
    void goesOnWhereItWasCutOff() throws Exception {
        // Given
        ModelServer.Shelf shelf = server.put("/m.bin", content);
        shelf.cutAfter = 100_000;
        shelf.cuts = 2;

        // When
        Path model = fetch(model(sha256(content), "/m.bin"));

        // Then
        assertThat(model.resolve("m.bin")).hasBinaryContent(content);
        assertThat(server.asked).hasSize(3);
        assertThat(server.asked.get(1)).matches("/m.bin bytes=[1-9]\\d*-");
    }

    @Test
    void goesOnInALaterRun() throws Exception {
        // Given
        ModelServer.Shelf shelf = server.put("/m.bin", content);
        shelf.cutAfter = 100_000;
        shelf.cuts = 1;
        Patience once = new Patience(SHORT.connecting(), SHORT.stalled(), SHORT.between(), 1);
        assertThatThrownBy(
                        () ->
                                Fetching.over(store, once, Map.of())
                                        .fetch(model(null, "/m.bin"), false, Progress.UNSEEN))
                .isInstanceOf(ModelFault.class)
                .hasMessageContaining("cut off")
                .hasMessageContaining("what came so far is kept");

        // When
        Path model = fetch(model(null, "/m.bin"));

        // Then
        assertThat(model.resolve("m.bin")).hasBinaryContent(content);
        assertThat(server.asked.getLast()).contains("bytes=");
    }

    @Test
    void beginsAnewWhereTheFileChangedBetweenTwoTries() throws Exception {
        // Given
        ModelServer.Shelf shelf = server.put("/m.bin", content);
        shelf.cutAfter = 100_000;
        shelf.cuts = 1;
        shelf.stalls = false;
        byte[] other = content.clone();
        other[5]++;
        Progress changing =
                new Progress() {
                    @Override
                    public void note(String line) {}

                    @Override
                    public void has(String file, long done, long total) {
                        shelf.content = other;
                        shelf.version = "\"2\"";
                    }
                };

        // When
        Path model =
                Fetching.over(store, SHORT, Map.of())
                        .fetch(model(sha256(other), "/m.bin"), false, changing);

        // Then
        assertThat(model.resolve("m.bin")).hasBinaryContent(other);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void beginsAnewWhereTheSourceHasNoRanges() throws Exception {
        // Given
        ModelServer.Shelf shelf = server.put("/m.bin", content);
        shelf.ranges = false;
        shelf.cutAfter = 100_000;
        shelf.cuts = 1;

        // When
        Path model = fetch(model(sha256(content), "/m.bin"));

        // Then
        assertThat(model.resolve("m.bin")).hasBinaryContent(content);
    }

    @Test
    void leavesASourceThatStallsForTheNext() throws Exception {
        // Given
        ModelServer.Shelf stalling = server.put("/stalls/m.bin", content);
        stalling.cutAfter = 0;
        stalling.cuts = 100;
        stalling.stalls = true;
        server.put("/m.bin", content);

        // When
        Patience impatient =
                new Patience(SHORT.connecting(), Duration.ofMillis(700), SHORT.between(), 1);
        Path model = fetch(model(sha256(content), "/stalls/m.bin", "/m.bin"), impatient);

        // Then
        assertThat(model.resolve("m.bin")).hasBinaryContent(content);
        assertThat(notes).anyMatch(note -> note.contains("sends nothing any more"));
    }

    @Test
    void leavesASourceThatHasItNotOrFailsForTheNext() throws Exception {
        // Given
        server.put("/broken/m.bin", content).status = 503;
        server.put("/m.bin", content);

        // When
        fetch(model(sha256(content), "/nowhere/m.bin", "/broken/m.bin", "/m.bin"));

        // Then
        assertThat(server.asked)
                .containsExactly("/nowhere/m.bin", "/broken/m.bin", "/broken/m.bin", "/m.bin");
    }

    @Test
    void throwsAwayWhatHasAnotherChecksumAndAsksTheNextSource() throws Exception {
        // Given
        server.put("/wrong/m.bin", "something else".getBytes(StandardCharsets.UTF_8));
        server.put("/m.bin", content);

        // When
        Path model = fetch(model(sha256(content), "/wrong/m.bin", "/m.bin"));

        // Then
        assertThat(model.resolve("m.bin")).hasBinaryContent(content);
    }

    @Test
    void refusesAWrongChecksumWithThePlaceOfTheRightOne() throws Exception {
        // Given
        server.put("/m.bin", "something else".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThatThrownBy(() -> fetch(model(sha256(content), "/m.bin")))
                .isInstanceOfSatisfying(
                        ModelFault.class,
                        fault -> assertThat(fault.exitCode()).isEqualTo(ModelFault.DAMAGED))
                .hasMessageContaining(sha256(content))
                .hasMessageContaining("the publisher's page");
        assertThat(store.has("m")).isFalse();
        assertThat(store.pin("m", "m.bin")).isEmpty();
    }

    @Test
    void holdsAModelWithoutAChecksumToItsFirstDownload() throws Exception {
        // Given
        ModelServer.Shelf shelf = server.put("/m.bin", content);
        fetch(model(null, "/m.bin"));
        store.remove("m");
        shelf.content = "something else".getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> fetch(model(null, "/m.bin")))
                .isInstanceOf(ModelFault.class)
                .hasMessageContaining("--repin");

        // When
        Path model =
                Fetching.over(store, SHORT, Map.of())
                        .fetch(model(null, "/m.bin"), true, Progress.UNSEEN);

        // Then
        assertThat(model.resolve("m.bin")).hasContent("something else");
        assertThat(store.pin("m", "m.bin")).contains(sha256(shelf.content));
    }

    @Test
    void refusesFarMoreThanWasPublished() {
        // Given
        server.put("/m.bin", new byte[2_000_000]);

        // Then
        assertThatThrownBy(() -> fetch(model(null, "/m.bin")))
                .isInstanceOf(ModelFault.class)
                .hasMessageContaining("far more than");
    }

    @Test
    void saysHowMuchAFullDiskLacksBeforeAndDuringTheDownload() throws IOException {
        // Given
        server.put("/m.bin", content);

        for (FullDisk disk : List.of(new FullDisk(1000, 1000), new FullDisk(1L << 30, 1000))) {
            Fetching fetching =
                    new Fetching(store, Fetching.client(SHORT, Map.of()).build(), SHORT, disk);

            // Then
            assertThatThrownBy(() -> fetching.fetch(model(null, "/m.bin"), false, Progress.UNSEEN))
                    .isInstanceOfSatisfying(
                            ModelFault.class,
                            fault -> assertThat(fault.exitCode()).isEqualTo(ModelFault.FULL))
                    .hasMessageContaining("m needs about 1.0 MB more")
                    .hasMessageContaining("--data");
            assertThat(store.has("m")).isFalse();
        }
    }

    @Test
    void fetchesOnceWhatTwoWantAtTheSameTime() throws Exception {
        // Given
        server.put("/m.bin", content);
        List<Thread> threads = new ArrayList<>();
        List<Path> fetched = new CopyOnWriteArrayList<>();

        // When
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            fetched.add(fetch(model(null, "/m.bin")));
                                        } catch (IOException | InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        // Then
        assertThat(fetched).hasSize(4).containsOnly(folder.resolve("m"));
        assertThat(server.asked).containsExactly("/m.bin");
    }

    @Test
    void keepsThePiecesThatItHasWhereAnotherFails() throws Exception {
        // Given
        server.put("/a", content);
        ModelServer.Shelf second = server.put("/b", content);
        second.status = 404;
        PublishedModel two =
                new PublishedModel(
                        "m",
                        ModelKind.PIPER,
                        "en",
                        "MIT",
                        "",
                        List.of(
                                new Piece("a", false, 1000, List.of(server.at("/a")), null),
                                new Piece("b", false, 1000, List.of(server.at("/b")), null)));
        assertThatThrownBy(() -> fetch(two)).isInstanceOf(ModelFault.class);
        assertThat(store.has("m")).isFalse();

        // When
        second.status = 0;
        Path model = fetch(two);

        // Then
        assertThat(model).isDirectoryContaining("glob:**/a").isDirectoryContaining("glob:**/b");
        assertThat(server.asked).containsExactly("/a", "/b", "/b");
    }

    @Test
    void unpacksAnArchiveWithoutItsOuterFolder() throws Exception {
        // Given
        server.put("/m.zip", zip(Map.of("model-1/am/final.mdl", "a", "model-1/README", "b")));

        // When
        Path model = fetch(archive());

        // Then
        assertThat(model.resolve("am/final.mdl")).hasContent("a");
        assertThat(model.resolve("README")).hasContent("b");
        assertThat(folder.resolve("fetching/m")).doesNotExist();
    }

    @Test
    void refusesAnArchiveThatWouldLeaveItsFolder() throws Exception {
        for (String name : List.of("../outside", "a/../../outside", "/outside", "..\\outside")) {
            // Given
            server.put("/m.zip", zip(Map.of(name, "evil")));

            // Then
            assertThatThrownBy(() -> fetch(archive()))
                    .as(name)
                    .isInstanceOf(ModelFault.class)
                    .hasMessageContaining("would leave its folder");
            assertThat(store.has("m")).isFalse();
        }
        assertThat(folder.resolve("fetching/outside")).doesNotExist();
        assertThat(folder.resolve("fetching/m/outside")).doesNotExist();
    }

    @Test
    void refusesABomb() throws Exception {
        // Given
        server.put("/m.zip", zip(Map.of("zeros", "0".repeat(30_000_000))));

        // Then
        assertThatThrownBy(() -> fetch(archive()))
                .isInstanceOf(ModelFault.class)
                .hasMessageContaining("far more than was published");
        assertThat(store.has("m")).isFalse();
        assertThat(folder.resolve("fetching/m/unpacked")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoArchive() {
        // Given
        server.put("/m.zip", content);

        // Then
        assertThatThrownBy(() -> fetch(archive()))
                .isInstanceOf(ModelFault.class)
                .hasMessageContaining("no whole archive");
    }

    private Path fetch(PublishedModel model) throws IOException, InterruptedException {
        return fetch(model, SHORT);
    }

    private Path fetch(PublishedModel model, Patience patience)
            throws IOException, InterruptedException {
        return Fetching.over(store, patience, Map.of())
                .fetch(
                        model,
                        false,
                        new Progress() {
                            @Override
                            public void note(String line) {
                                notes.add(line);
                            }

                            @Override
                            public void has(String file, long done, long total) {}
                        });
    }

    private PublishedModel model(@Nullable String sha256, String... paths) {
        List<URI> sources = new ArrayList<>();
        for (String path : paths) {
            sources.add(server.at(path));
        }
        Checksum checksum =
                sha256 == null
                        ? null
                        : new Checksum("sha256", sha256, true, "the publisher's page");
        return new PublishedModel(
                "m",
                ModelKind.WHISPER,
                "en",
                "MIT",
                "",
                List.of(new Piece("m.bin", false, content.length, sources, checksum)));
    }

    private PublishedModel archive() {
        return new PublishedModel(
                "m",
                ModelKind.VOSK,
                "en",
                "MIT",
                "",
                List.of(new Piece("m.zip", true, 1000, List.of(server.at("/m.zip")), null)));
    }

    static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** Claims so much room, and gives no more than that. */
    private static final class FullDisk implements Disk {
        private final long claimed;
        private final AtomicLong left;

        FullDisk(long claimed, long room) {
            this.claimed = claimed;
            this.left = new AtomicLong(room);
        }

        @Override
        public long free(Path folder) {
            return left.get() > 0 ? claimed : 0;
        }

        @Override
        public OutputStream append(Path file) throws IOException {
            return new FilterOutputStream(Disk.REAL.append(file)) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    if (left.addAndGet(-length) < 0) {
                        throw new IOException("No space left on device");
                    }
                    out.write(bytes, from, length);
                }
            };
        }
    }
}
