package dev.parley.app.client.device;

/**
 * @param name by which it may be chosen
 * @param description what the system says of it
 * @param records whether it is a microphone
 * @param plays whether it is a loudspeaker
 */
public record SoundDevice(String name, String description, boolean records, boolean plays) {}
