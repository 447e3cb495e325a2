package dev.parley.streams.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Completion;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Prompt;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Driver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scripted model, other words at each attempt, dies at every sentence. */
class CompletionsTest {
    private static final TurnId TURN = new TurnId("t1");
    private static final UserId ANNA = new UserId("anna");
    private static final int SENTENCES = 4;

    private Driver driver;
    private Writer writer;
    private List<Reply.Sentence> replies;

    @BeforeEach
    void aModelIsAsked() {
        driver = new Driver(new Dialogue(DialogueConfig.defaults(), true));
        writer = new Writer();
        replies = new ArrayList<>();
        driver.hear(Topics.CONVERSATION, new Control.SessionStarted(ANNA, "test", "UTC"));
        driver.hear(
                Topics.CONVERSATION,
                new Turn.Ended(
                        TURN,
                        Personal.of("tell me of the sea"),
                        1,
                        true,
                        false,
                        driver.now(),
                        driver.now(),
                        driver.now(),
                        driver.now(),
                        driver.now()));
        driver.hear(
                Topics.CONVERSATION,
                new Intent.Recognized(TURN, Intent.NONE, 0, "none", Personal.of(Map.of())));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void passesAnAnswerOnAsItComes() {
        writer.writes(Integer.MAX_VALUE);

        assertThat(replies)
                .extracting(each -> each.text().get())
                .containsExactly("1:0", "1:1", "1:2", "1:3");
        assertThat(replies.getLast().last()).isTrue();
        assertThat(writer.prompts.getFirst().text().get()).isEqualTo("tell me of the sea");
        assertThat(driver.said(Topics.TIMER_REQUESTS).getLast().event())
                .isInstanceOf(Timer.Withdrawn.class);
    }

    @Test
    void saysEverySentenceOnceWhereverTheWriterDies() {
        for (int first = 0; first <= SENTENCES; first++) {
            for (int second = 0; second <= 2 * SENTENCES; second++) {
                // Given
                close();
                aModelIsAsked();

                // When: it dies after so many sentences, and its successor after so many
                writer.writes(first);
                writer.dies();
                writer.writes(second);
                writer.dies();
                writer.writes(Integer.MAX_VALUE);

                // Then: each place once, in order, one reply that ends
                String where = "died at " + first + " and " + second;
                List<Reply.Sentence> spoken =
                        replies.stream().filter(each -> !each.text().get().isEmpty()).toList();
                assertThat(spoken)
                        .as(where)
                        .extracting(each -> each.text().get().substring(2))
                        .containsExactly("0", "1", "2", "3");
                assertThat(replies)
                        .as(where)
                        .extracting(Reply.Sentence::reply)
                        .containsOnly(replies.getFirst().reply());
                for (int i = 0; i < replies.size(); i++) {
                    assertThat(replies.get(i).index()).as(where).isEqualTo(i);
                    assertThat(replies.get(i).last()).as(where).isEqualTo(i == replies.size() - 1);
                }
                assertThat(driver.figures().deadLetters()).isZero();
            }
        }
    }

    @Test
    void whatALowerAttemptWritesLateIsDropped() {
        // Given
        writer.writes(2);
        List<Envelope<?>> late = writer.unwritten();
        writer.dies();
        writer.writes(1);

        // When
        late.forEach(each -> driver.hear(Topics.CONVERSATION, each));
        writer.writes(Integer.MAX_VALUE);

        // Then
        assertThat(replies)
                .extracting(each -> each.text().get())
                .containsExactly("1:0", "1:1", "2:2", "2:3");
    }

    @Test
    void eachSentencePutsTheDeadlineOff() {
        // Given
        Timer.Requested first = driver.said(Topics.TIMER_REQUESTS, Timer.Requested.class).getLast();
        driver.pass(Duration.ofSeconds(10));
        writer.writes(1);
        Timer.Requested second =
                driver.said(Topics.TIMER_REQUESTS, Timer.Requested.class).getLast();
        assertThat(second.timer()).isEqualTo(first.timer());
        assertThat(second.due()).isEqualTo(first.due().plusSeconds(10));

        // When
        fired(first);
        writer.read();
        assertThat(replies).hasSize(1);
        fired(second);
        writer.read();

        // Then
        assertThat(replies).extracting(Reply.Sentence::index).containsExactly(0, 1, 2);
        assertThat(replies.getLast().last()).isTrue();
        writer.writes(Integer.MAX_VALUE);
        assertThat(replies).hasSize(3);
    }

    @Test
    void keepsWhatTheClientReportedAsHeard() {
        // Given
        writer.writes(Integer.MAX_VALUE);
        Reply.Sentence any = replies.getFirst();

        // When: two sentences, and of the third the first word
        driver.hear(
                Topics.CONVERSATION,
                new Control.PlaybackEnded(any.reply(), TURN, 1700, false, 2, 1));

        // Then
        assertThat(said()).containsExactly("1:0 1:1 1:2");
    }

    @Test
    void anAnswerThatNobodyHearsOutIsNotWaitedFor() {
        // Given
        writer.writes(2);
        Reply.Sentence any = replies.getFirst();

        // When
        driver.hear(
                Topics.CONVERSATION,
                new Control.PlaybackEnded(any.reply(), TURN, 700, false, 1, 0));
        writer.writes(Integer.MAX_VALUE);

        // Then
        assertThat(said()).containsExactly("1:0");
        assertThat(replies).hasSize(2);
        assertThat(driver.said(Topics.CANCELLATIONS, Cancellation.ReplyCancelled.class))
                .extracting(Cancellation::reply)
                .containsExactly(any.reply());
        assertThat(driver.said(Topics.TIMER_REQUESTS).getLast().event())
                .isInstanceOf(Timer.Withdrawn.class);
    }

    @Test
    void ofACancelledReplyTooOnlyWhatWasHeardIsKept() {
        // Given
        writer.writes(3);
        Reply.Sentence any = replies.getFirst();

        // When
        driver.hear(Topics.CONVERSATION, new Control.CancelRequested(any.reply()));
        driver.hear(Topics.CONVERSATION, new Control.CancelRequested(null));
        driver.hear(
                Topics.CONVERSATION,
                new Control.PlaybackEnded(any.reply(), TURN, 700, false, 0, 5));

        // Then
        assertThat(said()).containsExactly("1:0");
        assertThat(driver.said(Topics.CANCELLATIONS)).hasSize(1);
    }

    private List<String> said() {
        DialogueState state = (DialogueState) driver.stateOf(Driver.SESSION.value());
        return state.said().stream().map(each -> each.text().get()).toList();
    }

    private void fired(Timer.Requested timer) {
        driver.hear(
                Topics.CONVERSATION,
                new Timer.Fired(
                        timer.timer(),
                        TURN,
                        ANNA,
                        Timer.Purpose.DEADLINE,
                        timer.due(),
                        Personal.of("")));
    }

    /**
     * Answers every prompt, in order, with sentences that name their attempt and their place. As a
     * transform does: nothing is committed, so its successor answers all prompts again.
     */
    private final class Writer {
        final List<Prompt.Asked> prompts = new ArrayList<>();
        private int attempt = 1;
        private int prompt;
        private int sentence;

        void read() {
            prompts.addAll(driver.said(Topics.PROMPTS, Prompt.Asked.class));
            replies.addAll(driver.said(Topics.REPLIES, Reply.Sentence.class));
        }

        void dies() {
            attempt++;
            prompt = 0;
            sentence = 0;
        }

        void writes(int most) {
            read();
            for (int i = 0; i < most && prompt < prompts.size(); i++) {
                driver.hear(Topics.CONVERSATION, next());
                read();
            }
        }

        /** What it would still have written. */
        List<Envelope<?>> unwritten() {
            List<Envelope<?>> all = new ArrayList<>();
            while (prompt < prompts.size()) {
                all.add(next());
            }
            return all;
        }

        private Envelope<?> next() {
            int prefix = prompts.get(prompt).said().size();
            int place = prefix + sentence;
            boolean over = place >= SENTENCES;
            boolean last = place >= SENTENCES - 1;
            EventId id = EventId.of("reasoning", prompt, attempt, sentence);
            sentence++;
            if (last) {
                prompt++;
                sentence = 0;
            }
            return driver.envelope(
                    id,
                    Driver.SESSION,
                    new Completion.Sentence(
                            TURN,
                            attempt,
                            place,
                            Personal.of(over ? "" : attempt + ":" + place),
                            last,
                            prefix == 0 ? null : prefix));
        }
    }
}
