package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.Exchange;
import dev.parley.app.client.SpokenReply;
import dev.parley.connectors.speech.Recordings;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a good turn, a timer and a cancellation leave in the topics. */
@ExtendWith(SharedInstallation.class)
class TopicsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Stages that are not built yet, and what a good conversation has no use for. */
    private static final Set<Topic> EMPTY =
            Set.of(
                    Topics.PROMPTS,
                    Topics.COMPLETIONS,
                    Topics.CONFIRMATIONS,
                    Topics.PERMISSIONS,
                    Topics.BEHAVIOURS,
                    Topics.FAILURES,
                    Topics.DEAD_LETTERS);

    private final LocalInstallation parley;

    TopicsIT(LocalInstallation parley) {
        this.parley = parley;
    }

    @Test
    void everyTopicHoldsDecodableRecordsOfAConversation() throws Exception {
        // Given
        SessionId session;
        try (Caller caller = Caller.of(parley)) {
            session = caller.session();
            Exchange spoken = new Exchange();
            caller.say(question(), 2);
            assertThat(caller.await(spoken, TopicsIT::isTold, PATIENCE)).isTrue();
            Exchange timer = new Exchange();
            caller.client().say("set a timer for 3 seconds");
            assertThat(
                            caller.await(
                                    timer,
                                    e ->
                                            e.replies().stream().filter(Caller::isCompleted).count()
                                                    == 2,
                                    PATIENCE))
                    .isTrue();
            Exchange cancelled = new Exchange();
            caller.client().say("what can you do");
            caller.await(
                    cancelled, e -> e.replies().stream().anyMatch(SpokenReply::hasSound), PATIENCE);
            caller.client().cancel(cancelled.replies().getFirst().id());
            assertThat(
                            caller.await(
                                    cancelled,
                                    e -> e.replies().stream().anyMatch(r -> r.playback() != null),
                                    PATIENCE))
                    .isTrue();
        }
        TopicReader topics = new TopicReader(parley);
        topics.await(
                session,
                Topics.CONTROL,
                all -> all.stream().anyMatch(e -> e.event() instanceof Control.SessionEnded),
                PATIENCE);
        topics.await(session, Topics.AUDIT, all -> !all.isEmpty(), PATIENCE);

        // When
        Map<Topic, List<TopicReader.Read>> all = new LinkedHashMap<>();
        Topics.ofEvents().forEach(topic -> all.put(topic, topics.all(topic)));

        // Then
        all.forEach(
                (topic, records) ->
                        assertThat(records)
                                .as(topic.name())
                                .allSatisfy(
                                        read ->
                                                assertThat(
                                                                topic.carries(
                                                                        read.envelope()
                                                                                .event()
                                                                                .getClass()))
                                                        .isTrue()));
        Map<Topic, Set<Class<?>>> seen = new HashMap<>();
        all.forEach((topic, records) -> seen.put(topic, types(session, records)));
        assertThat(seen)
                .allSatisfy(
                        (topic, types) ->
                                assertThat(types.isEmpty())
                                        .as(topic.name() + " " + types)
                                        .isEqualTo(EMPTY.contains(topic)));
        assertThat(seen.get(Topics.AUDIO_IN)).contains(Audio.Frames.class);
        assertThat(seen.get(Topics.SPEECH))
                .contains(Speech.Started.class, Speech.Partial.class, Speech.Final.class)
                .contains(Speech.SilenceContinues.class);
        assertThat(seen.get(Topics.TURNS)).containsExactly(Turn.Ended.class);
        assertThat(seen.get(Topics.TOOL_REQUESTS)).containsExactly(Tool.Requested.class);
        assertThat(seen.get(Topics.TOOL_CALLS)).containsExactly(Tool.Authorized.class);
        assertThat(seen.get(Topics.TOOL_RESULTS)).containsExactly(Tool.Succeeded.class);
        assertThat(seen.get(Topics.TIMER_REQUESTS))
                .containsExactlyInAnyOrder(
                        Timer.Requested.class,
                        Timer.Withdrawn.class,
                        Timer.Inquired.class,
                        Timer.Assigned.class);
        assertThat(seen.get(Topics.TIMER_FIRED))
                .containsExactlyInAnyOrder(Timer.Fired.class, Timer.Standing.class);
        assertThat(seen.get(Topics.CANCELLATIONS))
                .containsExactly(Cancellation.ReplyCancelled.class);
        assertThat(seen.get(Topics.AUDIO_OUT))
                .contains(Audio.Chunk.class, Audio.SentenceSpoken.class);
        assertThat(seen.get(Topics.PRESENCE)).contains(Presence.Arrived.class, Presence.Left.class);
        assertThat(seen.get(Topics.CONTROL))
                .contains(Control.SessionStarted.class, Control.SessionEnded.class)
                .contains(Control.TextSubmitted.class, Control.CancelRequested.class)
                .contains(Control.PlaybackStarted.class, Control.PlaybackEnded.class);
        assertThat(seen.get(Topics.TIMELINES)).allMatch(Timeline.class::isAssignableFrom);
        assertThat(all.get(Topics.DEAD_LETTERS)).as("of all sessions").isEmpty();
        all.forEach(TopicsIT::assertNamesAreUsedOnce);
        System.out.printf(
                "topics: %d records in %d topics decoded%n",
                all.values().stream().mapToInt(List::size).sum(),
                all.values().stream().filter(records -> !records.isEmpty()).count());
    }

    /** The same id stands for the same event: what comes again is a repeat, dropped by readers. */
    private static void assertNamesAreUsedOnce(Topic topic, List<TopicReader.Read> records) {
        record Name(SessionId session, EventId id) {}
        Map<Name, Event> events = new HashMap<>();
        Set<Name> conflicting = new HashSet<>();
        for (TopicReader.Read read : records) {
            Name name = new Name(read.envelope().session(), read.envelope().id());
            Event before = events.putIfAbsent(name, read.envelope().event());
            if (before != null && before.getClass() != read.envelope().event().getClass()) {
                conflicting.add(name);
            }
        }
        assertThat(conflicting).as("ids of %s that name two events", topic).isEmpty();
        assertThat(records.size() - events.size()).as("repeats in %s", topic).isZero();
    }

    private static Set<Class<?>> types(SessionId session, List<TopicReader.Read> records) {
        return records.stream()
                .filter(read -> read.envelope().session().equals(session))
                .map(read -> read.envelope().event().getClass())
                .filter(type -> type != Unknown.class)
                .collect(Collectors.toSet());
    }

    private static boolean isTold(Exchange exchange) {
        return Caller.isAnswered(exchange) && !exchange.timelines().isEmpty();
    }

    private static short[] question() {
        return Recordings.all().stream()
                .filter(recording -> recording.text().equals("what is twelve plus twelve"))
                .findFirst()
                .orElseThrow()
                .samples();
    }
}
