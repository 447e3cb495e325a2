package dev.parley.app.models;

import java.util.Arrays;

/** What a model is for. */
public enum ModelKind {
    /** A Vosk recogniser: a folder. */
    VOSK("vosk"),
    /** Whisper in whisper.cpp's format: one file. */
    WHISPER("whisper"),
    /** A voice of Piper: a network, its settings and its card. */
    PIPER("piper"),
    /** A wake word of openWakeWord, with the two networks before it. */
    WAKE_WORD("wake-word");

    private final String told;

    ModelKind(String told) {
        this.told = told;
    }

    /** As the catalogue writes it. */
    public String told() {
        return told;
    }

    /**
     * @throws IllegalArgumentException if there is no such kind
     */
    static ModelKind of(String told) {
        return Arrays.stream(values())
                .filter(kind -> kind.told.equals(told))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of model: " + told));
    }
}
