package dev.parley.streams.stage;

import dev.parley.schemas.codec.CommittedSchemas;
import dev.parley.streams.audit.AuditState;
import dev.parley.streams.dialogue.DialogueState;
import dev.parley.streams.timeline.TimelineState;
import dev.parley.streams.timer.TimerState;
import dev.parley.streams.turn.TurnState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateSchemasTest {
    private final CommittedSchemas committed =
            new CommittedSchemas(Path.of("src/main/resources"), 1000);

    @Test
    void everyStateHasACommittedSchema() throws IOException {
        committed.areThoseOf(
                List.of(
                        Kept.class,
                        TurnState.Quiet.class,
                        TurnState.Speaking.class,
                        TurnState.Overlong.class,
                        DialogueState.class,
                        TimerState.class,
                        TimelineState.class,
                        AuditState.class,
                        ChainHead.class));
    }

    @Test
    void everyVersionReadsEveryOther() {
        committed.areCompatible();
    }
}
