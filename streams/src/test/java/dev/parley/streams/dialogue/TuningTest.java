package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.schemas.event.Reply;
import dev.parley.streams.dialogue.Talk.Sentence;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningTest {
    private static final Sentence FASTER = Sentence.of("speed.set", "direction", "up");
    private static final Sentence QUIETER = Sentence.of("volume.set", "direction", "down");
    private static final Sentence LOUDER = Sentence.of("volume.set", "direction", "up");
    private static final Sentence HELLO = Sentence.of("greeting");

    private final Talk talk = new Talk();

    @AfterEach
    void close() {
        talk.close();
    }

    private double rate() {
        Reply.Voicing voicing = talk.voicing();
        return voicing == null ? 1 : voicing.rate();
    }

    private double gain() {
        Reply.Voicing voicing = talk.voicing();
        return voicing == null ? 1 : voicing.gain();
    }

    @Test
    void speaksInTheNewWayFromTheAnswerOnUntilItIsToldOtherwise() {
        talk.hears(HELLO);
        assertThat(talk.voicing()).isNull();

        assertThat(talk.hears(FASTER)).isEqualTo("I'll speak faster.");
        assertThat(rate()).isGreaterThanOrEqualTo(1.2);
        talk.hears(HELLO);
        assertThat(talk.voicing()).isEqualTo(new Reply.Voicing(1.25, 1));
        talk.hears(QUIETER);
        assertThat(talk.voicing()).isEqualTo(new Reply.Voicing(1.25, 0.6));

        assertThat(talk.hears(Sentence.of("speed.set", "direction", "normal")))
                .isEqualTo("I'll speak at my usual speed.");
        talk.hears(Sentence.of("volume.set", "direction", "normal"));
        talk.hears(HELLO);
        assertThat(talk.voicing()).isNull();
    }

    @Test
    void stopsAtTheFastestAndTheSlowest() {
        for (int i = 0; i < 3; i++) {
            assertThat(talk.hears(FASTER)).isEqualTo("I'll speak faster.");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(talk.hears(FASTER)).isEqualTo("That is as fast as I can speak.");
            assertThat(rate()).isEqualTo(2);
        }
        String last = "";
        for (int i = 0; i < 9; i++) {
            last = talk.hears(Sentence.of("speed.set", "direction", "down"));
        }
        assertThat(last).isEqualTo("That is as slowly as I can speak.");
        assertThat(rate()).isEqualTo(0.5);
    }

    @Test
    void staysBetweenTheFullVolumeAndWhatCanJustBeHeard() {
        assertThat(talk.hears(LOUDER)).isEqualTo("That is as loud as I can speak.");
        assertThat(gain()).isEqualTo(1);
        assertThat(talk.hears(QUIETER)).isEqualTo("I'll speak less loud.");
        assertThat(talk.hears(LOUDER)).isEqualTo("That is as loud as I can speak.");
        assertThat(talk.hears(Sentence.of("volume.set", "direction", "least")))
                .isEqualTo("That is as low as I can speak.");
        assertThat(gain()).isEqualTo(0.05);
        talk.hears(QUIETER);
        assertThat(gain()).isEqualTo(0.05);
        talk.hears(Sentence.of("volume.set", "direction", "most"));
        assertThat(gain()).isEqualTo(1);
    }

    @Test
    void whispersAtAnyVolumeAndComesBackToIt() {
        talk.hears(Sentence.of("volume.set", "level", "50%"));
        assertThat(talk.hears(Sentence.of("whisper"))).isEqualTo("I'll speak softly.");
        assertThat(gain()).isCloseTo(0.15, within(0.001));
        assertThat(talk.hears(Sentence.of("whisper", "off", "stop")))
                .isEqualTo("I'll speak normally again.");
        assertThat(gain()).isEqualTo(0.5);

        talk.hears(Sentence.of("whisper"));
        assertThat(talk.hears(LOUDER)).isEqualTo("I'll speak louder.");
        assertThat(gain()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    speed.set  | level=2                 | 2    | 1    | I'll speak at 200 percent of my usual speed.
                    speed.set  | level=1.2               | 1.2  | 1    | I'll speak at 120 percent of my usual speed.
                    speed.set  | level=80%               | 0.8  | 1    | I'll speak at 80 percent of my usual speed.
                    speed.set  | level=150               | 1.5  | 1    | I'll speak at 150 percent of my usual speed.
                    speed.set  | level=9000              | 1    | 1    | I can speak at half to double my usual speed.
                    speed.set  | level=0                 | 1    | 1    | I can speak at half to double my usual speed.
                    speed.set  | direction=up by=10%     | 1.1  | 1    | I'll speak faster.
                    speed.set  | direction=up by=0%      | 1.25 | 1    | I'll speak faster.
                    speed.set  | direction=most          | 2    | 1    | That is as fast as I can speak.
                    speed.set  | -                       | 1    | 1    | You can ask me to speak faster or slower.
                    volume.set | level=40%               | 1    | 0.4  | I'll speak at 40 percent.
                    volume.set | level=40% direction=up  | 1    | 0.4  | I'll speak at 40 percent.
                    volume.set | level=4                 | 1    | 0.4  | I'll speak at 40 percent.
                    volume.set | level=10                | 1    | 1    | I'll speak at 100 percent.
                    volume.set | level=75                | 1    | 0.75 | I'll speak at 75 percent.
                    volume.set | level=0                 | 1    | 0.05 | That is as low as I can speak.
                    volume.set | level=400%              | 1    | 1    | I can speak at up to 100 percent.
                    volume.set | level=forty             | 1    | 1    | You can ask me to speak louder or less loud.
                    volume.set | -                       | 1    | 1    | You can ask me to speak louder or less loud.
                    """)
    void takesALevel(String intent, String slots, double rate, double gain, String said) {
        // Given
        Map<String, String> given = new HashMap<>();
        for (String slot : slots.split(" ")) {
            if (slot.contains("=")) {
                given.put(slot.split("=")[0], slot.split("=")[1]);
            }
        }

        // When
        Tuning tuning = Tuning.of(intent, given, Voice.USUAL);

        // Then
        assertThat(tuning.sentence()).isEqualTo(said);
        Reply.Voicing voicing = tuning.voice().voicing();
        assertThat(voicing == null ? 1 : voicing.rate()).isCloseTo(rate, within(1e-9));
        assertThat(voicing == null ? 1 : voicing.gain()).isCloseTo(gain, within(1e-9));
    }

    @Test
    void learnsWhatTheUserIsCalledAndSaysIt() {
        assertThat(talk.hears(Sentence.of("user.name.set", "name", "sam")))
                .isEqualTo("Nice to meet you, Sam.");
        assertThat(talk.calls())
                .singleElement()
                .satisfies(
                        call -> {
                            assertThat(call.tool()).isEqualTo("profile");
                            assertThat(call.arguments().get())
                                    .containsEntry("action", "set")
                                    .containsEntry("trait", "name")
                                    .containsEntry("value", "sam");
                        });
        assertThat(talk.hears(Sentence.of("user.name")))
                .isEqualTo("You haven't told me your name yet.");
        assertThat(talk.calls())
                .singleElement()
                .satisfies(
                        call -> assertThat(call.arguments().get()).containsEntry("action", "get"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sam            | Your name is Sam.
                    anna lena      | Your name is Anna Lena.
                    DJ Bobo        | Your name is DJ Bobo.
                    élodie         | Your name is Élodie.
                    明             | Your name is 明.
                    <b>sam</b>     | Your name is Sam.
                    """)
    void saysANameAsNamesAreWritten(String name, String said) {
        assertThat(Profile.known(Map.of("value", name))).isEqualTo(said);
        assertThat(Profile.told(Map.of("value", name, "before", "other")))
                .isEqualTo(said.replace("Your name is", "All right, I'll call you"));
    }
}
