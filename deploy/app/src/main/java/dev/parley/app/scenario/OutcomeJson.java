package dev.parley.app.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.scenario.ScenarioRun.Miss;
import dev.parley.app.scenario.ScenarioRun.Outcome;

/** How a scenario went, as one object of JSON. */
final class OutcomeJson {
    private OutcomeJson() {}

    static ObjectNode of(Outcome outcome) {
        Scenario scenario = outcome.scenario();
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", scenario.name())
                        .put("file", scenario.file().toString())
                        .put("passed", outcome.passed())
                        .put("turns", scenario.turns())
                        .put("milliseconds", outcome.took().toMillis());
        ArrayNode failures = json.putArray("failures");
        for (Miss miss : outcome.misses()) {
            ObjectNode failure =
                    failures.addObject()
                            .put("step", miss.step())
                            .put("line", miss.line())
                            .put("expected", miss.expected());
            ArrayNode got = failure.putArray("got");
            miss.got().forEach(got::add);
        }
        return json;
    }
}
