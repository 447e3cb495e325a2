package dev.parley.streams.intent;

import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Transform;
import java.util.List;

/** Tells what the user wants with a turn. */
public final class Intents implements Transform {
    private final IntentClassifier classifier;

    public Intents(IntentClassifier classifier) {
        this.classifier = classifier;
    }

    @Override
    public String name() {
        return "intent";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.CONTEXTS);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.INTENTS);
    }

    @Override
    public Lane open(SessionId session) {
        return this::classify;
    }

    private void classify(Delivery delivery, Emitter out) {
        if (delivery.event() instanceof Context.Assembled context) {
            IntentClassifier.Classification found = classifier.classify(context.text().orElse(""));
            out.emit(
                    Topics.INTENTS,
                    new Intent.Recognized(
                            context.turn(),
                            found.intent(),
                            found.confidence(),
                            found.source(),
                            Personal.of(found.slots()),
                            Personal.of(found.mentions())));
        }
    }
}
