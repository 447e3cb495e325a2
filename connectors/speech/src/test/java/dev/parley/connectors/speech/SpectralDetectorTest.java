package dev.parley.connectors.speech;

import dev.parley.streams.hearing.VoiceActivityDetector;

class SpectralDetectorTest implements VoiceActivityContract {
    @Override
    public VoiceActivityDetector detector() {
        return new SpectralDetector();
    }
}
