package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.gateway.identity.Doorkeeper;
import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.connectors.gateway.identity.JsonWebTokens;
import dev.parley.connectors.gateway.identity.JwtConfig;
import dev.parley.connectors.gateway.identity.PostgresUsers;
import dev.parley.connectors.gateway.identity.UserSchema;
import dev.parley.connectors.gateway.identity.Users;
import dev.parley.connectors.gateway.identity.UsersAwayException;
import dev.parley.connectors.memory.Database;
import dev.parley.connectors.memory.KeyCaching;
import dev.parley.connectors.memory.KeySchema;
import dev.parley.connectors.memory.MasterKey;
import dev.parley.connectors.memory.PostgresKeys;
import dev.parley.connectors.reasoning.embedding.MiniLm;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import dev.parley.connectors.speech.SileroDetector;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.connectors.speech.SpokenEnglish;
import dev.parley.connectors.tools.LedgerSchema;
import dev.parley.connectors.tools.PostgresLedger;
import dev.parley.connectors.tools.RedisRateLimiter;
import dev.parley.connectors.tools.SturdyRateLimiter;
import dev.parley.connectors.tools.Toolbox;
import dev.parley.connectors.tools.audit.AuditKey;
import dev.parley.connectors.tools.audit.AuditSchema;
import dev.parley.connectors.tools.audit.CheckpointSigner;
import dev.parley.connectors.tools.audit.PostgresAudit;
import dev.parley.connectors.tools.notebook.NotebookSchema;
import dev.parley.connectors.tools.notebook.Notebooks;
import dev.parley.connectors.tools.permission.PermissionSchema;
import dev.parley.connectors.tools.permission.PostgresGrants;
import dev.parley.connectors.tools.permission.StoredPermissions;
import dev.parley.connectors.tools.system.LocalTools;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.keys.PersonalDigests;
import dev.parley.streams.audit.Auditor;
import dev.parley.streams.auditing.AuditStore;
import dev.parley.streams.auditing.AuditTrail;
import dev.parley.streams.authorization.Grants;
import dev.parley.streams.authorization.PermissionMatrix;
import dev.parley.streams.authorization.Permissions;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.context.ConversationMemory;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import dev.parley.streams.intent.IntentClassifier;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import dev.parley.streams.tool.CallLedger;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every engine and store, made once and when it is first asked for; the one place that knows which
 * adapter stands behind a port. Safe for use by many threads.
 */
public final class Wiring implements AutoCloseable {
    private static final int CONNECTIONS = 8;

    /** Apart from the others, so that a flood of tokens keeps nobody from their keys. */
    private static final int CONNECTIONS_FOR_TOKENS = 2;

    /** Apart from the others, so that the audit keeps nobody from their keys. */
    private static final int CONNECTIONS_FOR_AUDIT = 3;

    private static final Duration SIGNED_EVERY = Duration.ofMinutes(1);
    private static final int SIGNED_AFTER = 1000;

    private static final UUID NOBODYS_KEY = new UUID(0, 0);

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final LocalTools localTools;
    private final Toolbox tools;
    private final Lazy<SileroDetector> detector = new Lazy<>(Wiring::loadDetector);
    private final Lazy<SpeechRecognizer> recognizer;
    private final Lazy<SpeechSynthesizer> synthesizer;
    private final Lazy<MiniLm> encoder;
    private final Lazy<IntentClassifier> classifier;
    private final Lazy<MiniLm> secondEncoder;
    private final Lazy<ConnectionPool> pool;
    private final Lazy<Keys> keys;
    private final Lazy<PostgresLedger> ledger;
    private final Lazy<Notebooks> notebooks;
    private final PermissionMatrix matrix;
    private final Lazy<PostgresGrants> grants;
    private final Lazy<ConnectionPool> auditPool;
    private final Lazy<PostgresAudit> audit;
    private final Lazy<CheckpointSigner> signer;
    private final Lazy<ConnectionPool> tokenPool;
    private final Lazy<Users> users;
    private final Lazy<RedissonClient> redis;
    private final Lazy<RedisRateLimiter> rateLimiter;
    private final Tool.Rate usual;

    /**
     * @param servers may block until they are up
     * @param models where models that come along are unpacked
     * @param masterKey gives the file's key; asked once the database answers
     * @param auditKey gives the key that signs the audit; asked where it is signed
     * @param caching of the keys that were looked up
     */
    Wiring(
            ParleyConfig config,
            Supplier<Servers> servers,
            Path models,
            Supplier<MasterKey> masterKey,
            Supplier<AuditKey> auditKey,
            KeyCaching caching) {
        this.recognizer = new Lazy<>(() -> Recognizers.load(config, models, detector::get));
        this.synthesizer = new Lazy<>(() -> Voices.load(config.engines()));
        this.encoder = new Lazy<>(() -> new MiniLm(models.resolve("minilm"), 1));
        this.classifier = new Lazy<>(() -> new HybridClassifier(encoder.get()));
        this.secondEncoder = new Lazy<>(() -> new MiniLm(models.resolve("minilm"), 1));
        this.pool = new Lazy<>(() -> servers.get().database().pool(CONNECTIONS));
        this.keys = new Lazy<>(() -> keys(servers.get().database(), masterKey.get(), caching));
        this.ledger =
                new Lazy<>(
                        () -> {
                            LedgerSchema.migrate(servers.get().database().dataSource());
                            return new PostgresLedger(pool.get(), keys.get());
                        });
        this.notebooks =
                new Lazy<>(
                        () -> {
                            NotebookSchema.migrate(servers.get().database().dataSource());
                            return Notebooks.inPostgres(pool.get(), keys.get());
                        });
        this.matrix = config.tools().roles().matrix();
        this.grants =
                new Lazy<>(
                        () -> {
                            PermissionSchema.migrate(servers.get().database().dataSource());
                            return new PostgresGrants(pool.get());
                        });
        this.auditPool = new Lazy<>(() -> servers.get().database().pool(CONNECTIONS_FOR_AUDIT));
        this.audit =
                new Lazy<>(
                        () -> {
                            AuditSchema.migrate(servers.get().database().dataSource());
                            return new PostgresAudit(auditPool.get());
                        });
        this.signer =
                new Lazy<>(
                        () ->
                                new CheckpointSigner(
                                        audit.get(),
                                        auditKey.get(),
                                        InstantSource.system(),
                                        SIGNED_EVERY,
                                        SIGNED_AFTER));
        this.localTools = localTools(config);
        this.tools = Toolbox.builtIn(notebooks::get, config.tools().weather(), localTools.tools());
        this.tokenPool = new Lazy<>(() -> servers.get().database().pool(CONNECTIONS_FOR_TOKENS));
        this.users =
                new Lazy<>(
                        () -> {
                            UserSchema.migrate(servers.get().database().dataSource());
                            return new PostgresUsers(tokenPool.get());
                        });
        this.redis = new Lazy<>(() -> servers.get().redis().get().connect());
        this.rateLimiter =
                new Lazy<>(
                        () ->
                                new RedisRateLimiter(
                                        redis.get(),
                                        InstantSource.system(),
                                        usual(config),
                                        new Tool.Rate(
                                                Math.max(
                                                        config.tools().callsOfAllTools(),
                                                        config.tools().callsPerWindow()),
                                                config.tools().window())));
        this.usual = usual(config);
    }

    private Keys keys(Database database, MasterKey masterKey, KeyCaching caching) {
        KeySchema.migrate(database.dataSource());
        PostgresKeys stored = new PostgresKeys(pool.get(), masterKey, caching);
        stored.checkMasterKey();
        return stored;
    }

    private static LocalTools localTools(ParleyConfig config) {
        try {
            return new LocalTools(config.tools().programs());
        } catch (IllegalArgumentException e) {
            throw new UserError("The approved programs can't be read: " + e.getMessage(), e);
        }
    }

    private static SileroDetector loadDetector() {
        try {
            return new SileroDetector();
        } catch (SpeechModelException e) {
            throw new UserError("An engine can't be loaded: " + e.getMessage(), e);
        }
    }

    Keys keys() {
        return keys.get();
    }

    Auditor.Digests digests() {
        return new PersonalDigests(keys())::of;
    }

    VoiceActivityDetector detector() {
        return detector.get();
    }

    SpeechRecognizer recognizer() {
        return recognizer.get();
    }

    SpeechSynthesizer synthesizer() {
        return synthesizer.get();
    }

    Verbalizer verbalizer() {
        return new SpokenEnglish();
    }

    IntentClassifier classifier() {
        return classifier.get();
    }

    /**
     * A classifier beside the first, with an encoder of its own if it needs one.
     *
     * @param name {@code rules} or {@code examples}
     */
    IntentClassifier secondClassifier(String name) {
        return switch (name) {
            case "rules" -> HybridClassifier.rulesAlone();
            case "examples" -> HybridClassifier.examplesAlone(secondEncoder.get());
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Memory is not built yet: nothing is remembered beyond the session. */
    ConversationMemory memory() {
        return (owner, text) -> List.of();
    }

    ToolRegistry tools() {
        return tools;
    }

    /** The same, where they are to be run: begins to try what they need. */
    ToolRegistry toolsToRun() {
        localTools.prove();
        return tools;
    }

    Permissions permissions() {
        return new StoredPermissions(matrix, grants.get(), this::role, InstantSource.system());
    }

    /** What differs from the roles' defaults. */
    Grants grants() {
        return grants.get();
    }

    private Optional<String> role(UserId user) {
        try {
            return users.get().all().stream()
                    .filter(each -> each.id().equals(user))
                    .map(each -> each.role().text())
                    .findFirst();
        } catch (UsersAwayException e) {
            throw new PassingFaultException("the users can't be asked", e);
        }
    }

    RateLimiter rateLimiter() {
        return new SturdyRateLimiter(
                rateLimiter.get(),
                InstantSource.system(),
                usual,
                (what, fault) -> LOG.warn("{} ({})", what, fault.getMessage()));
    }

    private static Tool.Rate usual(ParleyConfig config) {
        return new Tool.Rate(config.tools().callsPerWindow(), config.tools().window());
    }

    CallLedger ledger() {
        return ledger.get();
    }

    /** Keeps the audit's entries, and signs them. */
    AuditStore auditStore() {
        return signer.get();
    }

    /** Finds the audit's entries. */
    AuditTrail auditTrail() {
        return audit.get();
    }

    Users users() {
        return users.get();
    }

    /** Erases in every store that this process can reach. */
    Identity.Erasure erasure() {
        return (user, sessions) -> {
            List<Owner> owners = new ArrayList<>();
            owners.add(new Owner.User(user));
            for (SessionId session : sessions) {
                owners.add(new Owner.Session(session));
            }
            owners.forEach(owner -> keys.get().destroy(owner));
            ledger.get().forget(owners);
            notebooks.get().forget(user);
            grants.get().forget(user);
            rateLimiter.present().ifPresent(counters -> counters.forget(user));
        };
    }

    /** Who may come in; one for all entrances of the process, so that they forget together. */
    Identity identity(Vertx vertx, JwtConfig jwt) {
        Clock clock = Clock.systemUTC();
        return new Identity(
                new Doorkeeper(
                        vertx,
                        users(),
                        jwt.jwks() == null ? null : new JsonWebTokens(jwt, clock),
                        clock),
                users(),
                erasure());
    }

    /** Whether the stores in use can be reached; asks each. */
    List<Readiness.Check> stores() {
        List<Readiness.Check> checks = new ArrayList<>(database());
        redis.present()
                .ifPresent(
                        client ->
                                checks.add(
                                        check(
                                                "rate counter",
                                                () ->
                                                        client.getBucket("parley:ready")
                                                                .isExists())));
        return checks;
    }

    /** Whether the database can be reached, with keys and tokens; asks it. */
    List<Readiness.Check> database() {
        List<Readiness.Check> checks = new ArrayList<>();
        keys.present()
                .ifPresent(
                        store ->
                                checks.add(
                                        check(
                                                "key store",
                                                () -> store.find(NOBODYS_KEY).isEmpty())));
        return checks;
    }

    private static Readiness.Check check(String name, Callable<Boolean> ask) {
        try {
            boolean unused = ask.call();
            return new Readiness.Check(name, true, "answers");
        } catch (Exception e) {
            return new Readiness.Check(
                    name, false, "doesn't answer: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        signer.present().ifPresent(CheckpointSigner::close);
        localTools.close();
        redis.present().ifPresent(RedissonClient::shutdown);
        auditPool.present().ifPresent(ConnectionPool::dispose);
        pool.present().ifPresent(ConnectionPool::dispose);
        tokenPool.present().ifPresent(ConnectionPool::dispose);
        synthesizer.present().ifPresent(SpeechSynthesizer::close);
        recognizer.present().ifPresent(SpeechRecognizer::close);
        detector.present().ifPresent(SileroDetector::close);
        encoder.present().ifPresent(MiniLm::close);
        secondEncoder.present().ifPresent(MiniLm::close);
    }
}
