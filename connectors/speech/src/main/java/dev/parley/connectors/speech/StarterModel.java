package dev.parley.connectors.speech;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The small English model that comes with Parley. It understands clear synthetic voices and not
 * people: enough for the demo and the tests.
 */
public final class StarterModel {
    /** The folder that {@link #unpackInto} makes. */
    public static final String NAME = "starter-en";

    private static final String FOLDER = NAME + "/";
    private static final String CHECKSUMS = NAME + ".sha256";

    private StarterModel() {}

    /**
     * Puts the model's files under a folder, as {@value #NAME}; those already there and whole are
     * left alone. Several processes may do so at once.
     *
     * @return the model's folder, as {@link VoskRecognizer} wants it
     * @throws SpeechModelException if the model that came with this program is damaged
     * @throws IOException if the folder can't be written
     */
    public static Path unpackInto(Path folder) throws IOException {
        Path model = folder.resolve(NAME);
        for (Map.Entry<String, String> file : checksums().entrySet()) {
            Path target = model.resolve(file.getKey());
            if (Files.isRegularFile(target)
                    && file.getValue().equals(sha256(Files.readAllBytes(target)))) {
                continue;
            }
            byte[] content = resource(FOLDER + file.getKey());
            if (!file.getValue().equals(sha256(content))) {
                throw new SpeechModelException(
                        "the starter model is damaged: " + file.getKey() + " has another checksum");
            }
            Path parent = Files.createDirectories(model.resolve(folderOf(file.getKey())));
            Path fresh = Files.createTempFile(parent, "unpacking", ".part");
            try {
                Files.write(fresh, content);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        }
        return model;
    }

    /** Every word that the model can recognise, in lower case. */
    public static Set<String> words() {
        Set<String> words = new TreeSet<>();
        try {
            new String(resource(FOLDER + "graph/words.txt"), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .filter(word -> !word.isEmpty() && Character.isLetter(word.charAt(0)))
                    .forEach(words::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    private static Map<String, String> checksums() throws IOException {
        Map<String, String> checksums = new LinkedHashMap<>();
        new String(resource(CHECKSUMS), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" +", 2))
                .forEach(columns -> checksums.put(columns[1], columns[0]));
        return checksums;
    }

    private static String folderOf(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = StarterModel.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new SpeechModelException("the starter model lacks " + name);
            }
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
