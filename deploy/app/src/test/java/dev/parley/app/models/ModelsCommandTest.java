package dev.parley.app.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.CommandLineRun;
import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.models.PublishedModel.Piece;
import dev.parley.connectors.speech.StarterModel;
import dev.parley.connectors.speech.VoskRecognizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    private static final String NAME = "vosk-model-test";
    private static final String FIRST = Catalogue.FIRST;

    @TempDir private Path folder;
    private ModelServer server;
    private String out = "";
    private String err = "";

    @BeforeEach
    void publish() throws IOException {
        server = new ModelServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void fetchesUsesAndRemovesAModelThatVoskLoads() throws Exception {
        // Given
        server.put("/" + NAME + ".zip", zippedStarter());

        // When
        assertThat(run("fetch", NAME)).isZero();

        // Then
        assertThat(out)
                .contains("licence Apache-2.0", "pinned at first download", "100% of")
                .contains("parley models use " + NAME);
        Path models = folder.resolve("data/models");
        assertThat(row(NAME)).contains("fetched");
        assertThat(hearing().isStarter()).isTrue();

        // When
        assertThat(run("use", NAME)).isZero();

        // Then
        assertThat(row(NAME)).contains("in use");
        Path chosen = hearing().folder(models);
        assertThat(chosen).isEqualTo(models.resolve(NAME));
        new VoskRecognizer(chosen, 1).close();

        // When
        assertThat(run("remove", NAME)).isZero();

        // Then
        assertThat(models.resolve(NAME)).doesNotExist();
        assertThat(row(NAME)).contains("available");
        assertThat(row(StarterModel.NAME)).contains("in use");
    }

    @Test
    void tellsProgramsTheSame() throws Exception {
        // When
        assertThat(run("list", "--json")).isZero();

        // Then
        JsonNode listed = new ObjectMapper().readTree(out);
        assertThat(listed.get(0).path("name").asText()).isEqualTo(StarterModel.NAME);
        assertThat(listed.get(1).path("state").asText()).isEqualTo("available");
        assertThat(listed.get(1).path("checked").asText()).isEqualTo("pinned at first download");
        assertThat(listed.get(1).path("pieces").get(0).path("sources").get(0).asText())
                .isEqualTo(server.at("/" + NAME + ".zip").toString());
    }

    @Test
    void declinesTheNetworkWhenToldTo() {
        assertThat(run("fetch", NAME, "--offline")).isEqualTo(1);
        assertThat(err).contains("the network was declined");
        assertThat(run("--set", "engines.offline=true", "fetch", NAME)).isEqualTo(1);
        assertThat(server.asked).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAnExitCodeOfItsOwn() {
        assertThat(run("fetch", "nonsense")).isEqualTo(ModelFault.USAGE);
        assertThat(err).contains("parley models list");
        assertThat(run("fetch", NAME)).isEqualTo(ModelFault.UNREACHABLE);
        assertThat(err).contains("status 404");
        assertThat(run("use", NAME)).isEqualTo(1);
        assertThat(err).contains("parley models fetch " + NAME);
        assertThat(run("use", "whisper-test")).isEqualTo(1);
        assertThat(err).contains("parley models fetch whisper-test");
        assertThat(run("use", "piper-test")).isEqualTo(ModelFault.USAGE);
        assertThat(run("remove", "whisper-test")).isEqualTo(1);
        assertThat(err).contains("isn't fetched");
    }

    @Test
    void choosesTheStarterModelAgain() {
        assertThat(run("use", StarterModel.NAME)).isZero();
        assertThat(hearing().isStarter()).isTrue();
        assertThat(new ModelStore(folder.resolve("data/models")).hearing())
                .contains(StarterModel.NAME);
    }

    @Test
    void namesTheCureWhereTheChosenModelHasGone() {
        // Given
        assertThat(run("use", StarterModel.NAME)).isZero();
        Path models = folder.resolve("data/models");
        new ModelStore(models).hearWith(NAME);

        // Then
        assertThatThrownBy(() -> hearing().folder(models))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("parley models use");
    }

    @Test
    void whatTheConfigurationSaysGoesBeforeWhatWasChosen() {
        // Given
        Path models = folder.resolve("data/models");
        assertThat(run("use", StarterModel.NAME)).isZero();
        new ModelStore(models).hearWith(NAME);
        ParleyConfig config = ParleyConfig.defaults();

        // Then
        assertThat(
                        HearingModel.of(
                                        config.with(Map.of("engines.vosk-model", "/elsewhere"))
                                                .engines(),
                                        models)
                                .folder())
                .isEqualTo(Path.of("/elsewhere"));
        assertThat(
                        HearingModel.of(
                                        config.with(
                                                        Map.of(
                                                                "engines.vosk-model",
                                                                HearingModel.STARTER))
                                                .engines(),
                                        models)
                                .isStarter())
                .isTrue();
    }

    @Test
    void choosesTheWhisperModelThatWritesWithTheChecksumOfItsDownload() throws Exception {
        // Given
        server.put("/w.bin", "ggml".getBytes(StandardCharsets.UTF_8));
        assertThat(run("fetch", "whisper-test")).isZero();
        assertThat(out).contains("parley models use whisper-test");
        assertThat(writing().isChosen()).isFalse();

        // When
        assertThat(run("use", "whisper-test")).isZero();

        // Then
        assertThat(out).contains("not beside the starter model", "parley models fetch " + FIRST);
        assertThat(row("whisper-test")).contains("in use");
        assertThat(out).contains("Writing with Whisper, whisper-test, but not beside the starter");
        assertThat(row(StarterModel.NAME)).contains("in use");
        Path file = folder.resolve("data/models/whisper-test/w.bin");
        assertThat(writing().required().local().model()).isEqualTo(file);
        assertThat(writing().required().local().sha256()).isEqualTo(Checksum.sha256(file));
    }

    @Test
    void noWhisperWritesAnyMoreWhereItIsDroppedOrRemoved() throws Exception {
        // Given
        server.put("/w.bin", "ggml".getBytes(StandardCharsets.UTF_8));
        assertThat(run("fetch", "whisper-test")).isZero();
        assertThat(run("use", "whisper-test")).isZero();

        // When
        assertThat(run("use", WritingModel.NONE)).isZero();

        // Then
        assertThat(writing().isChosen()).isFalse();
        assertThat(row("whisper-test")).contains("fetched");

        // When
        assertThat(run("use", "whisper-test")).isZero();
        assertThat(run("remove", "whisper-test")).isZero();

        // Then
        assertThat(writing().isChosen()).isFalse();
    }

    @Test
    void aChosenWhisperModelThatHasGoneIsASentenceThatNamesTheCure() throws Exception {
        // Given
        server.put("/w.bin", "ggml".getBytes(StandardCharsets.UTF_8));
        assertThat(run("fetch", "whisper-test")).isZero();
        assertThat(run("use", "whisper-test")).isZero();

        // When
        Files.delete(folder.resolve("data/models/whisper-test/w.bin"));

        // Then
        assertThat(writing().isChosen()).isTrue();
        assertThatThrownBy(() -> writing().required())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("parley models use " + WritingModel.NONE);
    }

    @Test
    void whatTheConfigurationSaysOfWhisperGoesBeforeWhatWasChosen() throws Exception {
        // Given
        server.put("/w.bin", "ggml".getBytes(StandardCharsets.UTF_8));
        assertThat(run("fetch", "whisper-test")).isZero();
        String url = "http://127.0.0.1:1/v1";

        // When
        assertThat(run("--set", "engines.whisper.url=" + url, "use", "whisper-test")).isZero();

        // Then
        assertThat(out).contains("engines.whisper is set");
        assertThat(
                        WritingModel.of(
                                        ParleyConfig.defaults()
                                                .with(Map.of("engines.whisper.url", url))
                                                .engines(),
                                        folder.resolve("data/models"))
                                .required()
                                .url())
                .hasToString(url);
    }

    private WritingModel writing() {
        return WritingModel.of(ParleyConfig.defaults().engines(), folder.resolve("data/models"));
    }

    private HearingModel hearing() {
        return HearingModel.of(
                ParleyConfig.defaults().engines(), folder.resolve("data").resolve("models"));
    }

    private String row(String name) {
        assertThat(run("list")).isZero();
        return out.lines().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow();
    }

    private int run(String... arguments) {
        CommandLineRun run =
                CommandLineRun.of(
                        new ModelsCommand(this::catalogue, Map.of()),
                        Stream.concat(
                                        Stream.of("--data", folder.resolve("data").toString()),
                                        Stream.of(arguments))
                                .toArray(String[]::new));
        out = run.out();
        err = run.err();
        return run.exitCode();
    }

    private Catalogue catalogue() {
        return new Catalogue(
                List.of(
                        new PublishedModel(
                                NAME,
                                ModelKind.VOSK,
                                "en",
                                "Apache-2.0",
                                "",
                                List.of(
                                        new Piece(
                                                NAME + ".zip",
                                                true,
                                                6_000_000,
                                                List.of(server.at("/" + NAME + ".zip")),
                                                null))),
                        new PublishedModel(
                                "whisper-test",
                                ModelKind.WHISPER,
                                "en",
                                "MIT",
                                "",
                                List.of(
                                        new Piece(
                                                "w.bin",
                                                false,
                                                1,
                                                List.of(server.at("/w.bin")),
                                                null))),
                        new PublishedModel(
                                "piper-test",
                                ModelKind.PIPER,
                                "en",
                                "MIT",
                                "",
                                List.of(
                                        new Piece(
                                                "p.onnx",
                                                false,
                                                1,
                                                List.of(server.at("/p.onnx")),
                                                null)))));
    }

    /** The starter model as a publisher would give it: in a folder of its name. */
    private byte[] zippedStarter() throws IOException {
        Path starter = StarterModel.unpackInto(folder.resolve("starter"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(starter)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(NAME + "/" + starter.relativize(file)));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
