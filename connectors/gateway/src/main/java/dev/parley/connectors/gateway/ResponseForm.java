package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How a response is given.
 *
 * @param text whether it is written, not spoken
 * @param format of its sound
 * @param metadata that the client attached to it
 * @param mostTokens as the client gave it; a number or {@code inf}
 */
record ResponseForm(
        boolean text, AudioFormat format, @Nullable ObjectNode metadata, JsonNode mostTokens) {}
