package dev.parley.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class AsyncApiDocumentTest {
    private final String yaml = new AsyncApiDocument(SchemaCatalogue.load()).yaml();

    @Test
    void isTheCommittedOne() throws IOException {
        new GeneratedDocument("asyncapi.yaml").holds(yaml);
    }

    @Test
    void hasEveryTopicWithMessagesThatAreThere() {
        // When
        Map<String, Object> document = new Yaml().load(yaml);

        // Then
        assertThat(below(document, "channels"))
                .containsOnlyKeys(Topics.all().stream().map(Topic::name).toList());
        Map<String, Object> known = below(below(document, "components"), "messages");
        below(document, "channels")
                .values()
                .forEach(
                        channel ->
                                assertThat(known)
                                        .containsKeys(
                                                below(channel, "messages")
                                                        .keySet()
                                                        .toArray(String[]::new)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> below(Object node, String name) {
        return (Map<String, Object>) ((Map<String, Object>) node).get(name);
    }
}
