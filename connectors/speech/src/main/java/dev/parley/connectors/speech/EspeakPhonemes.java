package dev.parley.connectors.speech;

import dev.parley.streams.stage.PassingFaultException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * How words are pronounced, by the program {@code espeak-ng} (github.com/espeak-ng/espeak-ng, 1.50
 * or newer). Its licence (GPL-3) keeps it a process of its own; one is started for each phrase and
 * costs some 10 ms. The words go through a pipe, where no list of processes shows them. Safe for
 * use by many threads.
 */
final class EspeakPhonemes {
    private static final String PROGRAM = "espeak-ng";
    private static final int PATIENCE_SECONDS = 5;

    /** A word of another language is marked by that language's name: {@code (fr)}. */
    private static final Pattern LANGUAGE = Pattern.compile("\\([a-z-]{2,20}\\)");

    private final String voice;

    /**
     * @param voice one of espeak-ng's: {@code en-us}
     */
    EspeakPhonemes(String voice) {
        this.voice = voice;
    }

    /**
     * @param phrase of a few hundred characters at most
     * @return in the International Phonetic Alphabet, with the phrase's punctuation
     * @throws IOException if there is no such program
     * @throws PassingFaultException if it failed
     */
    String of(String phrase) throws IOException, InterruptedException {
        List<String> clauses = Phrases.clauses(phrase);
        List<String> spoken = asked(String.join("\n", clauses) + "\n").lines().toList();
        StringBuilder phonemes = new StringBuilder();
        for (int i = 0; i < spoken.size(); i++) {
            phonemes.append(phonemes.isEmpty() ? "" : " ").append(spoken.get(i).strip());
            if (spoken.size() == clauses.size()) {
                phonemes.append(mark(clauses.get(i)));
            } else if (i == spoken.size() - 1) {
                phonemes.append(mark(phrase));
            }
        }
        return LANGUAGE.matcher(phonemes).replaceAll("");
    }

    private static String mark(String clause) {
        char last = clause.charAt(clause.length() - 1);
        return ".,;:!?".indexOf(last) >= 0 ? String.valueOf(last) : "";
    }

    private String asked(String lines) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(PROGRAM, "-q", "--ipa", "-b", "1", "-v", voice, "--stdin")
                        .redirectError(Redirect.DISCARD)
                        .start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(lines.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new PassingFaultException("espeak-ng doesn't listen", e);
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new PassingFaultException("espeak-ng took too long");
            }
            if (process.exitValue() != 0) {
                throw new PassingFaultException(
                        "espeak-ng failed for its voice "
                                + voice
                                + ": exit code "
                                + process.exitValue());
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
