package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code device} as it was said, {@code action} as {@code on}, {@code off}, {@code open}, {@code
 * close}, {@code lock}, {@code unlock}, {@code up}, {@code down} or {@code set}, {@code level} in
 * digits.
 */
final class DeviceSlots implements Slots {
    private static final Pattern DEVICE =
            Pattern.compile(
                    "\\b((?:(?:bedroom|kitchen|living"
                        + " room|bathroom|hallway|hall|office|porch|garage|front|back|ceiling|desk)"
                        + " )?(?:lights?|lamps?|heaters?|heating|heat|thermostat|temperature|fan|air"
                        + " conditioning|air conditioner|ac|tv|television|oven|stove|kettle|coffee"
                        + " (?:maker|machine)|vacuum|dishwasher|washing"
                        + " machine|dryer|doors?|gate|garage|blinds?|curtains?|shutters?|windows?|sprinklers?|security"
                        + " system|alarm system|socket|plug|switch|humidifier))\\b");
    private static final Pattern ACTION =
            Pattern.compile(
                    "\\b(?:(unlock)|(lock)|(open)|(close|shut(?! off))|(?:turn |switch |put |shut"
                        + " |power |lights? )?(off|on)|"
                        + "(brighten|brighter|raise|increase|warmer|up)|(dim|dimmer|lower|decrease|cooler|down)|(set|change)|"
                        + "(start|run|activate|preheat))\\b");
    private static final String[] NAMES = {
        "", "unlock", "lock", "open", "close", "", "up", "down", "set", "on"
    };
    private static final Pattern LEVEL = Pattern.compile("\\bto (\\d{1,4}(?:\\.\\d{1,2})?)\\b");

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        Map<String, String> slots = new HashMap<>();
        String core = sentence.core();
        Matcher device = DEVICE.matcher(core);
        if (device.find()) {
            slots.put("device", device.group(1));
        }
        Matcher level = LEVEL.matcher(core);
        if (level.find()) {
            slots.put("level", level.group(1));
        }
        Matcher action = ACTION.matcher(core);
        if (action.find()) {
            for (int i = 1; i <= action.groupCount(); i++) {
                if (action.group(i) != null) {
                    slots.put("action", NAMES[i].isEmpty() ? action.group(i) : NAMES[i]);
                }
            }
        }
        return Optional.of(slots);
    }
}
