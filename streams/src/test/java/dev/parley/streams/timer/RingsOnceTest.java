package dev.parley.streams.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A reader that sees what aborted transactions wrote hears each timer once, in one session, however
 * a user comes and goes and whenever the stage dies and is taken over.
 */
class RingsOnceTest {
    private static final UserId ANNA = new UserId("anna");
    private static final List<SessionId> SESSIONS =
            List.of(SessionId.on(0, "kitchen"), SessionId.on(1, "study"), SessionId.on(2, "hall"));
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    /** Something that happens, with a number to choose by. */
    record Act(Kind kind, int which) {}

    enum Kind {
        SET,
        SAID_AGAIN,
        ARRIVE,
        STAY,
        LEAVE,
        TICK,
        HEAR,
        HEAR_PRESENCE,
        COMMIT,
        DIE
    }

    @Provide
    Arbitrary<List<Act>> histories() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(2, Arbitraries.of(Kind.SET, Kind.SAID_AGAIN)),
                        net.jqwik.api.Tuple.of(
                                4, Arbitraries.of(Kind.ARRIVE, Kind.STAY, Kind.LEAVE)),
                        net.jqwik.api.Tuple.of(4, Arbitraries.of(Kind.TICK)),
                        net.jqwik.api.Tuple.of(8, Arbitraries.of(Kind.HEAR, Kind.HEAR_PRESENCE)),
                        net.jqwik.api.Tuple.of(3, Arbitraries.of(Kind.COMMIT, Kind.DIE)));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 11))
                .as(Act::new)
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 2000)
    void oneTimeTimersRingOnceWhateverHappens(@ForAll("histories") List<Act> history) {
        // Given
        World world = new World();

        // When
        history.forEach(world::happens);
        world.settles();

        // Then
        assertThat(world.rung()).doesNotHaveDuplicates().hasSameSizeAs(world.set);
        assertThat(world.working.state().waiting()).isEmpty();
    }

    /** The logs, and what the stage has made of them. */
    private static final class World {
        private final Timers timers = new Timers();
        private final Wire wire = new Wire(new EphemeralKeys());
        private final Owner owner = new Owner.User(ANNA);
        private final List<Envelope<?>> requests = new ArrayList<>();
        private final List<Envelope<?>> presence = new ArrayList<>();
        private final List<Envelope<?>> fired = new ArrayList<>();
        private final List<Envelope<?>> set = new ArrayList<>();
        private Instant now = START;
        private Instant since = START;
        private Kept committed = new Kept(timers.initial(), 0, 0, Set.of());
        private Kept working = committed;

        record Kept(TimerState state, int requests, int presence, Set<EventId> seen) {
            Kept with(TimerState next) {
                return new Kept(next, requests, presence, seen);
            }
        }

        void happens(Act act) {
            SessionId session = SESSIONS.get(act.which() % SESSIONS.size());
            switch (act.kind()) {
                case SET -> set(session, act.which());
                case SAID_AGAIN ->
                        set.stream().skip(act.which()).findFirst().ifPresent(requests::add);
                case ARRIVE -> said(presence, session, new Presence.Arrived(ANNA, session));
                case STAY -> said(presence, session, new Presence.Stayed(ANNA, session));
                case LEAVE -> said(presence, session, new Presence.Left(ANNA, session));
                case TICK -> passes(Duration.ofSeconds(act.which()));
                case HEAR -> hear();
                case HEAR_PRESENCE -> hearPresence();
                case COMMIT -> committed = reread(working);
                case DIE -> {
                    working = committed;
                    since = now;
                }
            }
        }

        /** The user comes to stay, and the stage is left in peace. */
        void settles() {
            for (int i = 0; i < 40; i++) {
                happens(new Act(Kind.STAY, 0));
                while (working.presence() < presence.size()) {
                    hearPresence();
                }
                passes(Duration.ofSeconds(5));
                while (working.requests() < requests.size()) {
                    hear();
                }
            }
        }

        /** Which timer rang where, each told once. */
        List<TimerId> rung() {
            record Rung(TimerId occurrence, SessionId session) {}
            Set<Rung> distinct = new HashSet<>();
            fired.forEach(
                    each ->
                            distinct.add(
                                    new Rung(
                                            ((Timer.Fired) each.event()).occurrence(),
                                            each.session())));
            return distinct.stream().map(Rung::occurrence).toList();
        }

        private void set(SessionId session, int seconds) {
            set.add(
                    said(
                            requests,
                            session,
                            new Timer.Requested(
                                    new TimerId("timer" + set.size()),
                                    new TurnId("t"),
                                    ANNA,
                                    Timer.Purpose.RING,
                                    now.plusSeconds(seconds),
                                    Personal.of("tea"))));
        }

        private Envelope<?> said(List<Envelope<?>> log, SessionId session, Event event) {
            Envelope<?> said = envelope(EventId.of("gateway", log.size()), session, event);
            log.add(said);
            return said;
        }

        private Envelope<?> envelope(EventId id, SessionId session, Event event) {
            return new Envelope<>(id, session, owner, new Times(now, now), null, event);
        }

        private void passes(Duration time) {
            now = now.plus(time);
            Optional<Instant> due = timers.due(working.state());
            if (due.isPresent() && !due.get().isAfter(now)) {
                take(timers.onTime(working.state(), now, since));
            }
        }

        private void hear() {
            if (working.requests() < requests.size()) {
                Envelope<?> next = requests.get(working.requests());
                Set<EventId> seen = new HashSet<>(working.seen());
                boolean fresh = seen.add(next.id()) || next.event() instanceof Timer.Assigned;
                working =
                        new Kept(working.state(), working.requests() + 1, working.presence(), seen);
                if (fresh) {
                    hear(Topics.TIMER_REQUESTS, working.requests(), next);
                }
            }
        }

        private void hearPresence() {
            if (working.presence() < presence.size()) {
                Envelope<?> next = presence.get(working.presence());
                working =
                        new Kept(
                                working.state(),
                                working.requests(),
                                working.presence() + 1,
                                working.seen());
                hear(Topics.PRESENCE, working.presence(), next);
            }
        }

        private void hear(Topic topic, int offset, Envelope<?> event) {
            take(timers.on(working.state(), new Heard(topic, offset, timers.name(), event)));
        }

        /** What is written stays in the logs, whatever becomes of the transaction. */
        private void take(Topology.Step<TimerState> step) {
            working = working.with(step.state());
            for (Topology.Output output : step.outputs()) {
                Envelope<?> written = envelope(output.id(), output.session(), output.event());
                (output.topic().equals(Topics.TIMER_FIRED) ? fired : requests).add(written);
            }
        }

        private Kept reread(Kept kept) {
            return kept.with(
                    (TimerState) wire.codec().decode(wire.codec().encode(kept.state(), owner)));
        }
    }
}
