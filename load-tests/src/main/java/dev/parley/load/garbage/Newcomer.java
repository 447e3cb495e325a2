package dev.parley.load.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.running.LocalInstallation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Another user, whose limits are no matter of the bystander's. */
final class Newcomer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Newcomer() {}

    /** Makes the user, and a token. */
    static String token(HttpClient http, LocalInstallation parley)
            throws IOException, InterruptedException {
        String id = post(http, parley, "api/users", "{\"name\":\"flooder\"}").path("id").asText();
        return post(http, parley, "api/users/" + id + "/tokens", "{\"name\":\"flood\"}")
                .path("token")
                .asText();
    }

    private static JsonNode post(
            HttpClient http, LocalInstallation parley, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(parley.http().resolve(path))
                                .header("Authorization", "Bearer " + parley.token())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("the flooder can't be made: " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }
}
