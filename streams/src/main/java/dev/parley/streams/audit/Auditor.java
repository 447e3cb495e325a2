package dev.parley.streams.audit;

import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.Digest;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.OfUser;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts for sessions, tool calls, their decisions, and what a user may do. */
public final class Auditor implements Topology.Chained<AuditState> {
    private final Digests digests;

    /** Digests of what is personal. */
    public interface Digests {
        /** As {@link dev.parley.schemas.keys.PersonalDigests#of}. */
        Optional<Digest> of(Owner owner, Personal<Map<String, String>> values);
    }

    public Auditor(Digests digests) {
        this.digests = digests;
    }

    /** One that makes no digests, where there are no keys. */
    public static Auditor withoutDigests() {
        return new Auditor((owner, values) -> Optional.empty());
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public List<Topic> reads() {
        return List.of(
                Topics.CONTROL,
                Topics.TOOL_REQUESTS,
                Topics.TOOL_CALLS,
                Topics.TOOL_RESULTS,
                Topics.CONFIRMATIONS,
                Topics.CANCELLATIONS,
                Topics.PERMISSIONS,
                Topics.FAILURES,
                Topics.DEAD_LETTERS);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.AUDIT, Topics.DEAD_LETTERS);
    }

    @Override
    public Topic chained() {
        return Topics.AUDIT;
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE_OF_COMMITTED;
    }

    @Override
    public Class<AuditState> stateType() {
        return AuditState.class;
    }

    @Override
    public AuditState initial() {
        return new AuditState(0, null);
    }

    @Override
    public Step<AuditState> on(AuditState state, Heard heard) {
        UserId user = user(heard.envelope()).orElse(state.user());
        Account account = Account.of(heard.envelope()).orElse(null);
        if (account == null) {
            return Step.of(new AuditState(state.entries(), user));
        }
        return Step.of(
                new AuditState(state.entries() + 1, user),
                new Output(
                        Topics.AUDIT,
                        entry(heard, account, user),
                        null,
                        EventId.of(name(), state.entries())));
    }

    private Audit.Entry entry(Heard heard, Account account, @Nullable UserId user) {
        Envelope<?> of = heard.envelope();
        return new Audit.Entry(
                heard.at(),
                account.actor() == null
                        ? user == null ? of.id().writer() : user.value()
                        : account.actor(),
                account.action(),
                account.subject(),
                account.outcome(),
                account.rule(),
                account.call(),
                of.id(),
                user,
                of.session(),
                account.personal() == null
                        ? null
                        : digests.of(of.owner(), account.personal()).orElse(null));
    }

    private static Optional<UserId> user(Envelope<?> envelope) {
        Event event = envelope.event();
        if (event instanceof OfUser known) {
            return Optional.of(known.user());
        }
        return switch (event) {
            case Tool.Requested request -> Optional.of(request.user());
            case Tool.Authorized call -> Optional.of(call.user());
            default ->
                    envelope.owner() instanceof Owner.User(UserId owner)
                            ? Optional.of(owner)
                            : Optional.empty();
        };
    }
}
