package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.synthesis.Synthesis;
import dev.parley.streams.synthesis.SynthesisConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scripted synthesiser, another pace at each attempt, dies at every piece of sound. */
class AttemptsTest {
    private static final ReplyId REPLY = new ReplyId("r1");
    private static final TurnId TURN = new TurnId("t1");
    private static final SessionId SESSION = SessionId.on(0, "test1");
    private static final Times NOW = new Times(Instant.EPOCH, Instant.EPOCH);
    private static final List<String> SENTENCES =
            List.of("one two three", "four", "five six seven eight");
    private static final int WORDS = 8;

    @Test
    void everyWordIsHeardOnceWhereverTheSynthesiserDies() throws Exception {
        List<Event> first = speak(new ScriptedVoice(1, true), 1);
        List<Event> second = speak(new ScriptedVoice(2, true), 2);
        List<Event> third = speak(new ScriptedVoice(3, true), 3);
        for (int died = 0; died <= first.size(); died++) {
            for (int diedAgain = 0; diedAgain <= second.size(); diedAgain++) {
                // When
                SpokenReply reply = reply();
                List<Integer> heard = new ArrayList<>();
                hear(reply, first.subList(0, died), heard);
                hear(reply, second.subList(0, diedAgain), heard);
                hear(reply, first.subList(died, first.size()), heard);
                hear(reply, third, heard);

                // Then
                assertThat(heard)
                        .as("died at %d and %d", died, diedAgain)
                        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
                assertThat(reply.complete()).isTrue();
            }
        }
    }

    @Test
    void aVoiceThatSpeaksTheSameAgainIsHeardToTheSampleThoughItDoesntSayWhereWordsEnd()
            throws Exception {
        List<Event> first = speak(new ScriptedVoice(1, false), 1);
        List<Event> second = speak(new ScriptedVoice(1, false), 2);
        byte[] undisturbed = sound(reply(), first);
        for (int died = 0; died <= first.size(); died++) {
            List<Event> log = new ArrayList<>(first.subList(0, died));
            log.addAll(second);

            assertThat(sound(reply(), log)).as("died at %d", died).isEqualTo(undisturbed);
        }
    }

    @Test
    void theSoundOfAnEarlierSentenceStaysThoughItsTakeoverSpeaksOnlyTheNext() throws Exception {
        // Given: nothing was taken yet, as another reply is being heard
        List<Event> first = speak(new ScriptedVoice(1, true), 1);
        List<Event> second = speak(new ScriptedVoice(2, true), 2);
        SpokenReply reply = reply();

        // When
        List<Event> log = new ArrayList<>(of(first, 0));
        log.addAll(of(second, 1));
        log.addAll(of(second, 2));
        List<Integer> heard = new ArrayList<>();
        log.forEach(event -> tell(reply, event));
        hear(reply, List.of(), heard);

        // Then
        assertThat(heard).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    private static List<Event> of(List<Event> log, int sentence) {
        return log.stream()
                .filter(
                        event ->
                                event instanceof Audio.Chunk chunk
                                        ? chunk.sentence() == sentence
                                        : ((Audio.SentenceSpoken) event).sentence() == sentence)
                .toList();
    }

    private static SpokenReply reply() {
        SpokenReply reply = new SpokenReply(REPLY, TURN);
        for (int i = 0; i < SENTENCES.size(); i++) {
            reply.hear(sentence(i));
        }
        while (reply.takeSentence() != null) {
            assertThat(reply.begins()).isTrue();
        }
        return reply;
    }

    private static Reply.Sentence sentence(int index) {
        return new Reply.Sentence(
                REPLY,
                TURN,
                index,
                Personal.of(SENTENCES.get(index)),
                index == SENTENCES.size() - 1);
    }

    /** What the stage writes when one owner of the partition speaks all. */
    private static List<Event> speak(ScriptedVoice voice, int attempt) throws Exception {
        List<Event> log = new ArrayList<>();
        Transform.Lane lane =
                new Synthesis(SynthesisConfig.defaults(), voice, text -> text).open(SESSION);
        for (int i = 0; i < SENTENCES.size(); i++) {
            Envelope<?> envelope =
                    new Envelope<>(
                            EventId.of("dialogue", i),
                            SESSION,
                            new Owner.Session(SESSION),
                            NOW,
                            null,
                            sentence(i));
            lane.on(
                    new Transform.Delivery(Topics.REPLIES, i, envelope),
                    new Transform.Emitter() {
                        @Override
                        public void emit(Topic topic, Event event) {
                            log.add(event);
                        }

                        @Override
                        public void failed(String cause) {
                            throw new AssertionError(cause);
                        }

                        @Override
                        public int attempt() {
                            return attempt;
                        }
                    });
        }
        return log;
    }

    private static void tell(SpokenReply reply, Event event) {
        switch (event) {
            case Audio.Chunk chunk -> reply.hear(chunk, NOW, Instant.EPOCH);
            case Audio.SentenceSpoken spoken -> reply.hear(spoken);
            default -> throw new AssertionError(event);
        }
    }

    /** As a client hears it: each piece at once. */
    private static void hear(SpokenReply reply, List<Event> log, List<Integer> heard) {
        ScriptedVoice.Ear ear = new ScriptedVoice.Ear(heard);
        ear.hear(new byte[0]);
        for (Event event : log) {
            tell(reply, event);
            take(reply, ear);
        }
        take(reply, ear);
    }

    private static void take(SpokenReply reply, ScriptedVoice.Ear ear) {
        SpokenReply.Piece piece;
        while ((piece = reply.takeSound()) != null) {
            ear.hear(piece.pcm());
        }
    }

    private static byte[] sound(SpokenReply reply, List<Event> log) {
        List<byte[]> pieces = new ArrayList<>();
        for (Event event : log) {
            tell(reply, event);
            SpokenReply.Piece piece;
            while ((piece = reply.takeSound()) != null) {
                pieces.add(piece.pcm());
            }
        }
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        assertThat(Pcm.toShorts(all.toByteArray())).isNotEmpty();
        assertThat(WORDS).isEqualTo(8);
        return all.toByteArray();
    }
}
