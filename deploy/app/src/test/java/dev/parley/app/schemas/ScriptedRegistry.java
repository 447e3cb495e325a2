package dev.parley.app.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The part of Confluent's schema registry that registration needs, as its reference describes it:
 * ids may be given in mode IMPORT only, and are chosen by the registry otherwise.
 */
final class ScriptedRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** By subject, then version. */
    final Map<String, Map<Integer, JsonNode>> subjects = new TreeMap<>();

    final ConcurrentMap<String, String> modes = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final boolean modesMayChange;
    private volatile String lastAuthorization = "";

    ScriptedRegistry(boolean modesMayChange) throws IOException {
        this.modesMayChange = modesMayChange;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    String lastAuthorization() {
        return lastAuthorization;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("authorization");
        lastAuthorization = authorization == null ? "" : authorization;
        String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/");
        String subject = URLDecoder.decode(path[1], StandardCharsets.UTF_8);
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        switch (exchange.getRequestMethod() + " " + path[0]) {
            case "PUT mode" -> {
                if (modesMayChange) {
                    modes.put(subject, body.path("mode").asText());
                    answer(exchange, 200, (ObjectNode) body);
                } else {
                    fail(exchange, 422, 42205, "Mode changes are not allowed");
                }
            }
            case "GET subjects" -> {
                JsonNode there =
                        subjects.getOrDefault(subject, Map.of()).get(Integer.valueOf(path[3]));
                if (there == null) {
                    fail(exchange, 404, 40401, "Subject not found.");
                } else {
                    answer(exchange, 200, (ObjectNode) there);
                }
            }
            case "POST subjects" -> {
                if (!"IMPORT".equals(modes.get(subject))) {
                    fail(exchange, 422, 42205, "Subject is not in import mode");
                    return;
                }
                subjects.computeIfAbsent(subject, missing -> new TreeMap<>())
                        .put(body.path("version").asInt(), body);
                answer(exchange, 200, JSON.createObjectNode().put("id", body.path("id").asInt()));
            }
            default -> fail(exchange, 404, 404, "HTTP 404 Not Found");
        }
    }

    private static void fail(HttpExchange exchange, int status, int code, String message)
            throws IOException {
        answer(
                exchange,
                status,
                JSON.createObjectNode().put("error_code", code).put("message", message));
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode json)
            throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
