package dev.parley.schemas.codec;

import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Unknown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSchemasTest {
    private final CommittedSchemas committed =
            new CommittedSchemas(Path.of("src/main/resources"), 1);

    @Test
    void everyEventHasACommittedSchema() throws IOException {
        List<Class<?>> events =
                AvroForm.leaves(Event.class).stream()
                        .filter(type -> type != Unknown.class)
                        .toList();
        committed.areThoseOf(events);
    }

    @Test
    void everyVersionReadsEveryOther() {
        committed.areCompatible();
    }
}
