package dev.parley.streams.hearing;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Transform;
import java.util.List;
import java.util.Optional;

/** Tells speech from silence in a session's sound, and turns it into words. */
public final class Hearing implements Transform {
    private final HearingConfig config;
    private final VoiceActivityDetector detector;
    private final SpeechRecognizer recognizer;

    public Hearing(
            HearingConfig config, VoiceActivityDetector detector, SpeechRecognizer recognizer) {
        this.config = config;
        this.detector = detector;
        this.recognizer = recognizer;
    }

    @Override
    public String name() {
        return "hearing";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.AUDIO_IN);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.SPEECH);
    }

    @Override
    public Optional<Topic> recalls() {
        return Optional.of(Topics.SPEECH);
    }

    /** Each connection of a client is a writer of its own, and begins to count anew. */
    @Override
    public EventId origin(EventId event, long offset) {
        return EventId.of(event.writer(), offset);
    }

    @Override
    public Lane open(SessionId session) {
        return new HearingLane(config, detector.open(), recognizer);
    }
}
