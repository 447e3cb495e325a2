package dev.parley.connectors.reasoning.intent;

import java.util.List;

/** The intents that are known, each with what reads its slots. */
final class Intents {
    private static final Slots NONE = Slots.none();

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
                IntentFile.read("help", NONE),
                IntentFile.read("about", NONE),
                IntentFile.read("greeting", NONE),
                IntentFile.read("timer.cancel", new WhichSlots(false)),
                IntentFile.read("timer.list", new WhichSlots(false)),
                IntentFile.read("alarm.set", new AlarmSlots()),
                IntentFile.read("alarm.cancel", new WhichSlots(true)),
                IntentFile.read("alarm.list", new WhichSlots(true)),
                IntentFile.read("coin.flip", NONE),
                IntentFile.read("dice.roll", new DiceSlots()),
                IntentFile.read("joke", NONE),
                IntentFile.read("goodbye", NONE),
                IntentFile.read("thanks", NONE),
                IntentFile.read("yes", NONE),
                IntentFile.read("no", NONE),
                IntentFile.read("cancel", NONE),
                IntentFile.read("repeat", NONE),
                IntentFile.read("speed.set", LevelSlots.speed()),
                IntentFile.read("volume.set", LevelSlots.loudness()),
                IntentFile.read("weather", new WeatherSlots()),
                IntentFile.read("reminder.set", new ReminderSlots()),
                IntentFile.read("reminder.list", new WhenSlots()),
                IntentFile.read("todo.add", ItemSlots.tasks()),
                IntentFile.read("todo.list", NONE),
                IntentFile.read("shopping.add", ItemSlots.shopping()),
                IntentFile.read("shopping.list", NONE),
                IntentFile.read("note.add", Wordings.NOTE),
                IntentFile.read("definition", Wordings.DEFINITION),
                IntentFile.read("spelling", Wordings.SPELLING),
                IntentFile.read("user.name", NONE),
                IntentFile.read("user.name.set", Wordings.NAME),
                IntentFile.read("memory.remember", Wordings.FACT),
                IntentFile.read("memory.recall", Wordings.RECALLED),
                IntentFile.read("memory.forget", Wordings.FORGOTTEN),
                IntentFile.read("web.search", Wordings.QUERY),
                IntentFile.read("page.open", Wordings.PAGE),
                IntentFile.read("music.play", Wordings.MUSIC),
                IntentFile.read("video.play", Wordings.VIDEO),
                IntentFile.read("smart.home", new DeviceSlots()),
                IntentFile.read("call.make", Wordings.CALL),
                IntentFile.read("message.send", Wordings.MESSAGE),
                IntentFile.read("phone.find", NONE),
                IntentFile.read("fun.fact", NONE),
                IntentFile.read("next.holiday", Wordings.HOLIDAY),
                IntentFile.read("translate", Wordings.TRANSLATION),
                IntentFile.read("whisper", Wordings.WHISPER));
    }

    /** Examples of what is none of them, so that the model may say so. */
    static IntentDefinition outOfScope() {
        return IntentFile.read("none", NONE);
    }
}
