package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.UserError;
import dev.parley.app.config.RunConfig;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process runs. */
class SelectionTest {
    @Test
    void takesStagesInThePipelinesOrderWhateverTheyWereNamedBy() {
        Selection selection = select(List.of("turn", "hearing", "gateway"), List.of("stt-service"));

        assertThat(selection.stages()).containsExactly("hearing", "turn");
        assertThat(selection.gateway()).isTrue();
        assertThat(selection.names()).containsExactly("gateway", "hearing", "turn");
    }

    @Test
    void theRolesTogetherAreAllThereIsAndNoStageHasTwo() {
        Set<String> covered = new TreeSet<>();
        Roles.all()
                .forEach(
                        (role, stages) ->
                                stages.forEach(
                                        stage ->
                                                assertThat(
                                                                covered.add(stage)
                                                                        || stage.equals("gateway"))
                                                        .as(stage)
                                                        .isTrue()));

        assertThat(covered).containsExactlyInAnyOrderElementsOf(Roles.stages());
    }

    @ParameterizedTest
    @CsvSource({
        "hearin, '', did you mean hearing?",
        "zzzzzzzz, '', 'there are: gateway, hearing'",
        "'', tool-executer, did you mean tool-executor?",
        "'', web-service, has no stages yet",
        "'', '', What is to run?"
    })
    void saysWhatIsWrongWithTheChoice(String stage, String role, String said) {
        assertThatThrownBy(() -> select(list(stage), list(role)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(said);
    }

    private static List<String> list(String name) {
        return name.isEmpty() ? List.of() : List.of(name);
    }

    private static Selection select(List<String> stages, List<String> roles) {
        return Selection.of(new RunConfig(stages, roles, null, "127.0.0.1", 0));
    }
}
