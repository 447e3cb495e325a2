package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The description of all routes, in OpenAPI 3.1. Immutable. */
public final class ApiDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch");

    private final String text;
    private final Map<String, List<String>> methods = new TreeMap<>();

    private ApiDocument(JsonNode document) {
        this.text = document.toString();
        document.path("paths")
                .properties()
                .forEach(
                        path -> {
                            List<String> allowed = new ArrayList<>();
                            path.getValue()
                                    .fieldNames()
                                    .forEachRemaining(
                                            name -> {
                                                if (METHODS.contains(name)) {
                                                    allowed.add(name.toUpperCase(Locale.ROOT));
                                                }
                                            });
                            methods.put(path.getKey(), List.copyOf(allowed));
                        });
    }

    public static ApiDocument load() {
        try (InputStream document = ApiDocument.class.getResourceAsStream("openapi.json")) {
            if (document == null) {
                throw new IllegalStateException("openapi.json is missing");
            }
            return new ApiDocument(JSON.readTree(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    /** The methods of each path. */
    public Map<String, List<String>> methods() {
        return Map.copyOf(methods);
    }

    /** The value of {@code Allow} for a path that was asked for with another method. */
    public String allowed(String path) {
        return methods.entrySet().stream()
                .filter(each -> matches(each.getKey(), path))
                .flatMap(each -> each.getValue().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean matches(String template, String path) {
        String pattern =
                Pattern.compile("\\{[^}]+}")
                        .splitAsStream(template + "\0")
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^/]+"));
        return (path + "\0").matches(pattern);
    }
}
