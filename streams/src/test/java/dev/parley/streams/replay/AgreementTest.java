package dev.parley.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final SessionId SESSION = new SessionId("s0-agreed");
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void countsWhatBothSayAndShowsWhereTheyDiffer() {
        // Given
        List<Recorded> first =
                List.of(
                        intent("intent", 1, "time", "tokyo", 0.9),
                        intent("intent", 2, "time", "tokyo", 0.9),
                        intent("intent", 3, "date", "rome", 0.9),
                        intent("intent", 4, "help", "", 0.9),
                        intent("intent", 5, "help", "", 0.9));
        List<Recorded> second =
                List.of(
                        intent("shadow-intent-x", 2, "time", "tokyo", 0.4),
                        intent("shadow-intent-x", 3, "date", "oslo", 0.9),
                        intent("shadow-intent-x", 5, "none", "", 0));

        // When
        Agreement agreement = Agreement.between(first, second);

        // Then: what came before the shadow's first answer isn't held against it
        assertThat(agreement.compared()).isEqualTo(3);
        assertThat(agreement.unanswered()).isEqualTo(1);
        assertThat(agreement.share()).isEqualTo(1.0 / 3, within());
        assertThat(agreement.differences())
                .extracting(each -> each.changes().getFirst())
                .containsExactly(
                        new Difference.Change("slots.place", "rome", "oslo"),
                        new Difference.Change("intent", "help", "none"));
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }

    private static Recorded intent(
            String writer, int n, String intent, String place, double confidence) {
        Instant at = START.plusSeconds(n);
        return new Recorded(
                Topics.INTENTS,
                0,
                n,
                new Envelope<>(
                        EventId.of(writer, n, 0),
                        SESSION,
                        new Owner.Session(SESSION),
                        new Times(at, at.plusMillis(5)),
                        null,
                        new Intent.Recognized(
                                new TurnId("t" + n),
                                intent,
                                confidence,
                                "rule",
                                Personal.of(Map.of("place", place)))));
    }
}
