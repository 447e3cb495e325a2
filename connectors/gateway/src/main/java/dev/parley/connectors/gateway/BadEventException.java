package dev.parley.connectors.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A client event that can't be followed; becomes the protocol's {@code error} event.
 *
 * <p>The message is for the client alone and is never logged.
 */
final class BadEventException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String INVALID = "invalid_request_error";
    private static final String LIMITED = "rate_limit_error";

    private final String type;
    private final String code;
    private final @Nullable String param;
    private final @Nullable String eventId;

    /**
     * @param code such as {@code invalid_json}
     * @param param the field that is wrong
     * @param eventId the id that the client gave the event
     */
    BadEventException(
            String code, String message, @Nullable String param, @Nullable String eventId) {
        this(INVALID, code, message, param, eventId);
    }

    private BadEventException(
            String type,
            String code,
            String message,
            @Nullable String param,
            @Nullable String eventId) {
        super(message, null, false, false);
        this.type = type;
        this.code = code;
        this.param = param;
        this.eventId = eventId;
    }

    /** A value that is wrong. */
    static BadEventException invalid(String param, String message, @Nullable String eventId) {
        return new BadEventException("invalid_value", message, param, eventId);
    }

    /** Something of the protocol that Parley leaves out. */
    static BadEventException unsupported(String param, String message, @Nullable String eventId) {
        return new BadEventException("unsupported_value", message, param, eventId);
    }

    /** Something that would be more than may be. */
    static BadEventException limited(String message, @Nullable String eventId) {
        return new BadEventException(LIMITED, "rate_limit_exceeded", message, null, eventId);
    }

    /** The kind of error, as the protocol names it. */
    String type() {
        return type;
    }

    String code() {
        return code;
    }

    @Nullable String param() {
        return param;
    }

    @Nullable String eventId() {
        return eventId;
    }
}
