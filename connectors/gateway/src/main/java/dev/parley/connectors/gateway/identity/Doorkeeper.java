package dev.parley.connectors.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.schemas.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows the tokens of this house, and those of another that it trusts.
 *
 * <p>What was found is taken for granted for {@link #FRESH}, and for {@link #STALE} while the store
 * can't be asked: nothing can be revoked then either. Those who ask for the first time wait on
 * virtual threads, a few dozen at a time; beyond, they are told to try again, so that a flood of
 * tokens doesn't fill the database's queue.
 */
public final class Doorkeeper implements Authenticator {
    /** How late a revoked token may be noticed. */
    public static final Duration FRESH = Duration.ofSeconds(3);

    static final Duration STALE = Duration.ofMinutes(5);
    private static final int AT_ONCE = 64;
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST = 8192;

    private final Vertx vertx;
    private final Users users;
    private final @Nullable TrustedHouse house;
    private final InstantSource clock;
    private final Executor asking = task -> Thread.ofVirtual().name("doorkeeper").start(task);
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Cache<ByteBuffer, Found> found =
            Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(STALE).build();

    /** Vouches for its users by tokens that can be checked here. */
    public interface TrustedHouse {
        /**
         * May block.
         *
         * @return empty if the token isn't good
         * @throws UsersAwayException if that can't be told now
         */
        Optional<Caller> check(String token);
    }

    private record Found(Optional<Caller> caller, Instant at) {}

    /**
     * @param house null if only this house's tokens are good
     */
    public Doorkeeper(Vertx vertx, Users users, @Nullable TrustedHouse house, InstantSource clock) {
        this.vertx = vertx;
        this.users = users;
        this.house = house;
        this.clock = clock;
    }

    @Override
    public Future<Optional<Caller>> authenticate(String token) {
        boolean own = SecretToken.isOne(token);
        if (!own && (house == null || token.length() > LONGEST)) {
            return Future.succeededFuture(Optional.empty());
        }
        ByteBuffer digest = ByteBuffer.wrap(SecretToken.digest(token));
        Found known = found.getIfPresent(digest);
        if (known != null && known.at().plus(FRESH).isAfter(clock.instant())) {
            return Future.succeededFuture(inTime(known.caller()));
        }
        return ask(() -> lookUp(own, token, digest))
                .recover(
                        away ->
                                known != null && known.at().plus(STALE).isAfter(clock.instant())
                                        ? Future.succeededFuture(inTime(known.caller()))
                                        : Future.failedFuture(away));
    }

    @Override
    public void recheck() {
        found.invalidateAll();
    }

    private Optional<Caller> lookUp(boolean own, String token, ByteBuffer digest) {
        Instant asked = clock.instant();
        Optional<Caller> caller = own ? users.caller(digest.array()) : ofTheHouse(token);
        found.put(digest, new Found(caller, asked));
        return inTime(caller);
    }

    private Optional<Caller> ofTheHouse(String token) {
        return house == null
                ? Optional.empty()
                : house.check(token).filter(caller -> users.enrol(caller.user(), caller.role()));
    }

    private Optional<Caller> inTime(Optional<Caller> caller) {
        return caller.filter(who -> !isOver(who));
    }

    private boolean isOver(Caller caller) {
        Instant expires = caller.expires();
        return expires != null && !expires.isAfter(clock.instant());
    }

    @Override
    public Future<Set<Caller>> lapsed(Collection<Caller> callers) {
        return ask(
                () -> {
                    Set<UserId> present =
                            users.present(
                                    callers.stream().map(Caller::user).collect(Collectors.toSet()));
                    Set<String> tokens = new HashSet<>();
                    for (Caller caller : callers) {
                        if (caller.token() != null) {
                            tokens.add(caller.token());
                        }
                    }
                    Set<String> unrevoked = tokens.isEmpty() ? Set.of() : users.unrevoked(tokens);
                    return callers.stream()
                            .filter(
                                    caller ->
                                            !present.contains(caller.user())
                                                    || (caller.token() != null
                                                            && !unrevoked.contains(caller.token())))
                            .collect(Collectors.toSet());
                });
    }

    private <T> Future<T> ask(Supplier<T> question) {
        if (!places.tryAcquire()) {
            return Future.failedFuture(
                    new UsersAwayException("too many tokens wait to be checked", null));
        }
        return Future.fromCompletionStage(
                CompletableFuture.supplyAsync(question, asking)
                        .whenComplete((answer, fault) -> places.release()),
                vertx.getOrCreateContext());
    }
}
