package dev.parley.connectors.reasoning.intent;

import java.util.List;

/** The intents that are known, each with what reads its slots. */
final class Intents {
    private Intents() {}

    /** In the order in which equally sure rules win. */
    static List<IntentDefinition> all() {
        return List.of(
                IntentFile.read("timer.set", new TimerSlots()),
                IntentFile.read("convert.units", new ConversionSlots()),
                IntentFile.read("calculate", new CalculationSlots()),
                IntentFile.read("timezone", new PlaceSlots()),
                IntentFile.read("time", new PlaceSlots()),
                IntentFile.read("date", new DateSlots()),
                IntentFile.read("help", Slots.none()),
                IntentFile.read("about", Slots.none()),
                IntentFile.read("greeting", Slots.none()));
    }

    /** Examples of what is none of them, so that the nearest example may say so. */
    static IntentDefinition outOfScope() {
        return IntentFile.read("none", Slots.none());
    }
}
