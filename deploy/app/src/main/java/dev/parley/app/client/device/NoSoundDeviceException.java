package dev.parley.app.client.device;

/** There is no such device, or it can't be had; the message is a sentence that names the cure. */
public final class NoSoundDeviceException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoSoundDeviceException(String message) {
        super(message);
    }
}
