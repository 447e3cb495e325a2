package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.dialogue.DialogueState;
import dev.parley.streams.sequence.Sequence;
import dev.parley.streams.stage.Broker;
import dev.parley.streams.stage.Crash;
import dev.parley.streams.stage.EventWriter;
import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.KeptState;
import dev.parley.streams.stage.StageHost;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.TopologyHost;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.stage.TransformHost;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Synthesis;
import dev.parley.streams.synthesis.SynthesisConfig;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.TurnConfig;
import dev.parley.streams.turn.Turns;
import io.vertx.core.Vertx;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of an answer on a real broker: the writer of the text and the synthesiser answer
 * differently each time, and are killed at every sentence. The client hears one coherent reply.
 */
class AttemptsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private static Path folder;
    private static final Wire wire = new Wire(new EphemeralKeys());
    private static final List<StageHost> hosts = new ArrayList<>();
    private static Broker broker;
    private static EventWriter events;
    private static KafkaConversationLog log;
    private static Vertx vertx;
    private static GatewayServer gateway;

    @BeforeAll
    static void start() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        events = new EventWriter(wire, broker.client());
        topology(new Sequence());
        topology(new Turns(TurnConfig.defaults(), new SilenceEndsTurn(Duration.ofMillis(700))));
        topology(new Dialogue(DialogueConfig.defaults(), true));
        transform(new NothingUnderstood());
        log =
                new KafkaConversationLog(
                        broker.client(), wire, events, Set.of(), (topic, fault) -> {});
        vertx = Vertx.vertx();
        gateway =
                GatewayServer.start(
                        vertx,
                        new GatewayConfig(
                                "127.0.0.1",
                                0,
                                0,
                                Gateway.config().presence(),
                                Gateway.config().limits(),
                                new GatewayConfig.Patience(
                                        SOON,
                                        SOON,
                                        SOON,
                                        SOON,
                                        SOON,
                                        SOON,
                                        SOON,
                                        SOON,
                                        SOON,
                                        java.time.Duration.ofHours(1))),
                        new GatewayServer.Surroundings(
                                "test",
                                ZoneId.of("UTC"),
                                SOON,
                                log,
                                Gateway.letsAllIn(new UserId("anna")),
                                List::of,
                                text -> {
                                    throw new AssertionError("nobody asks");
                                },
                                new Gateway.Schemas(),
                                () -> "",
                                InstantSource.system()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        log.close();
        hosts.forEach(Crash::of);
        events.close();
        broker.close();
    }

    @Test
    void theClientHearsOneReplyThoughWriterAndVoiceDieAtEverySentence() throws Exception {
        StageHost writing = transform(new ScriptedWriter(ScriptedWriter.SENTENCES + 1));
        StageHost speaking = voice(1, -1, new CountDownLatch(1));
        HttpClient http = HttpClient.newHttpClient();
        try (Client client = Client.connect(http, gateway.voicePort(), "", Gateway.TOKEN)) {
            for (int at = 0; at <= ScriptedWriter.SENTENCES; at++) {
                // Given: both will stand still at that sentence
                Crash.of(writing);
                Crash.of(speaking);
                ScriptedWriter stuck = new ScriptedWriter(at);
                CountDownLatch mute = new CountDownLatch(1);
                writing = transform(stuck);
                speaking = voice(2, at, mute);

                // When: the client asks, and both are killed where they stand
                ask(client);
                if (at < ScriptedWriter.SENTENCES) {
                    assertThat(stuck.standsStill.await(60, TimeUnit.SECONDS)).isTrue();
                    Crash.of(writing);
                    writing = transform(new ScriptedWriter(ScriptedWriter.SENTENCES + 1));
                    assertThat(mute.await(60, TimeUnit.SECONDS)).isTrue();
                    Crash.of(speaking);
                    speaking = voice(3, -1, new CountDownLatch(1));
                }
                Heard heard = listen(client);

                // Then: each place of the answer once, in order
                assertThat(heard.words())
                        .as("killed at %d", at)
                        .extracting(word -> word % 100)
                        .containsExactly(1, 2, 3, 4, 5, 6);
                assertThat(heard.transcript()).isEqualTo(text(heard.words()));
                assertThat(heard.words().stream().map(word -> word / 100).distinct())
                        .as("attempts that were heard")
                        .hasSize(at % ScriptedWriter.SENTENCES == 0 ? 1 : 2);

                // And: what the client reports as heard is what was said
                int most = at % 2 == 0 ? heard.words().size() : 3;
                report(client, heard, most);
                String said = text(heard.words().subList(0, most));
                Broker.until(
                        "the dialogue knows what was heard",
                        SOON,
                        () -> said.equals(lastSaid(client.session)));
            }
        }
        http.shutdownNow();
    }

    /** A reply as it reached the client. */
    private record Heard(
            String response,
            List<Integer> words,
            List<Integer> wordEnds,
            int millis,
            String transcript) {}

    private static void ask(Client client) {
        client.send(
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\","
                        + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                        + "\"text\":\"tell me of numbers\"}]}}");
        client.send("{\"type\":\"response.create\"}");
    }

    private static Heard listen(Client client) throws InterruptedException {
        List<Integer> words = new ArrayList<>();
        List<Integer> wordEnds = new ArrayList<>();
        ScriptedVoice.Ear ear = new ScriptedVoice.Ear(words);
        StringBuilder transcript = new StringBuilder();
        int millis = 0;
        while (true) {
            JsonNode event = client.events.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("an event, having heard %s", words).isNotNull();
            switch (event.path("type").asText()) {
                case "response.output_audio.delta" -> {
                    byte[] pcm = Base64.getDecoder().decode(event.path("delta").asText());
                    ear.hear(pcm);
                    millis += pcm.length / 48;
                    while (wordEnds.size() < words.size()) {
                        wordEnds.add(millis);
                    }
                }
                case "response.output_audio_transcript.delta" ->
                        transcript.append(event.path("delta").asText());
                case "response.done" -> {
                    assertThat(event.at("/response/status").asText()).isEqualTo("completed");
                    return new Heard(
                            event.at("/response/id").asText(),
                            words,
                            wordEnds,
                            millis,
                            transcript.toString().strip());
                }
                default -> {}
            }
        }
    }

    private static void report(Client client, Heard heard, int words) {
        boolean all = words == heard.words().size();
        client.send(
                "{\"type\":\"parley.playback.ended\",\"response_id\":\"%s\",\"heard_ms\":%d,\"complete\":%b}"
                        .formatted(
                                heard.response(),
                                all ? heard.millis() : heard.wordEnds().get(words - 1),
                                all));
    }

    private static String lastSaid(SessionId session) {
        DialogueState state =
                (DialogueState) KeptState.of(broker, wire.codec(), "dialogue", session.value());
        return state == null || state.said().isEmpty() ? "" : state.said().getLast().text().get();
    }

    private static String text(List<Integer> words) {
        return String.join(" ", words.stream().map(String::valueOf).toList());
    }

    private static void topology(Topology<?> topology) {
        begin(
                new TopologyHost(
                        topology,
                        wire,
                        KafkaSettings.of(broker.client(), "test", folder.resolve(topology.name())),
                        Clock.systemUTC()));
    }

    private static StageHost transform(Transform stage) {
        return begin(
                new TransformHost(
                        stage,
                        wire,
                        events,
                        KafkaSettings.of(broker.client(), "test", folder.resolve(stage.name())),
                        Clock.systemUTC()));
    }

    /**
     * @param muteAt the sentence in whose middle it stands still
     */
    private static StageHost voice(int pace, int muteAt, CountDownLatch mute) {
        ScriptedVoice voice = new ScriptedVoice(pace, true);
        SpeechSynthesizer mortal =
                new SpeechSynthesizer() {
                    @Override
                    public boolean marksWords() {
                        return true;
                    }

                    @Override
                    public void speak(String sentence, Sink sink) {
                        int first = ScriptedVoice.number(sentence.split(" ")[0]);
                        voice.speak(
                                sentence,
                                first % 100 == 2 * muteAt + 1 ? new HalfSink(sink, mute) : sink);
                    }
                };
        return transform(new Synthesis(SynthesisConfig.defaults(), mortal, text -> text));
    }

    /** Lets one word through, then stands still. */
    private record HalfSink(SpeechSynthesizer.Sink sink, CountDownLatch mute)
            implements SpeechSynthesizer.Sink {
        @Override
        public boolean accept(short[] samples) {
            return sink.accept(samples);
        }

        @Override
        public void wordsSpoken(int words) {
            sink.wordsSpoken(words);
            mute.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static StageHost begin(StageHost host) {
        hosts.add(host);
        host.start();
        Broker.until(host.stage().name() + " is ready", SOON, host::ready);
        return host;
    }

    /** The intent of every turn is that there is none. */
    private static final class NothingUnderstood implements Transform {
        @Override
        public String name() {
            return "intent";
        }

        @Override
        public List<Topic> reads() {
            return List.of(Topics.TURNS);
        }

        @Override
        public List<Topic> writes() {
            return List.of(Topics.INTENTS);
        }

        @Override
        public Lane open(SessionId session) {
            return (delivery, out) ->
                    out.emit(
                            Topics.INTENTS,
                            new Intent.Recognized(
                                    ((Turn.Ended) delivery.event()).turn(),
                                    Intent.NONE,
                                    0,
                                    "none",
                                    Personal.of(Map.of())));
        }
    }
}
