package dev.parley.streams.stage;

/** An event that can't be at this place of a conversation; it becomes a dead letter. */
public class StrangeEventException extends RuntimeException {
    /**
     * @param message that holds nothing personal: it is logged
     */
    public StrangeEventException(String message) {
        super(message);
    }
}
