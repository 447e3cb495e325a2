package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.memory.Database;
import dev.parley.connectors.memory.KeyCaching;
import dev.parley.connectors.memory.KeySchema;
import dev.parley.connectors.memory.MasterKey;
import dev.parley.connectors.memory.PostgresKeys;
import dev.parley.connectors.reasoning.embedding.MiniLm;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import dev.parley.connectors.speech.CoquiVoice;
import dev.parley.connectors.speech.MaryVoice;
import dev.parley.connectors.speech.SileroDetector;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.connectors.speech.SpokenEnglish;
import dev.parley.connectors.speech.StarterModel;
import dev.parley.connectors.speech.VoskRecognizer;
import dev.parley.connectors.tools.DefaultPermissions;
import dev.parley.connectors.tools.LedgerSchema;
import dev.parley.connectors.tools.PostgresLedger;
import dev.parley.connectors.tools.Redis;
import dev.parley.connectors.tools.RedisRateLimiter;
import dev.parley.connectors.tools.Toolbox;
import dev.parley.schemas.keys.Keys;
import dev.parley.streams.authorization.Permissions;
import dev.parley.streams.authorization.RateLimiter;
import dev.parley.streams.context.ConversationMemory;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import dev.parley.streams.intent.IntentClassifier;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import dev.parley.streams.tool.CallLedger;
import dev.parley.streams.tool.ToolRegistry;
import io.r2dbc.pool.ConnectionPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.redisson.api.RedissonClient;

/**
 * Every engine and store, made once; the one place that knows which adapter stands behind a port.
 */
public final class Wiring implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final UUID NOBODYS_KEY = new UUID(0, 0);
    private static final Duration COQUI_PATIENCE = Duration.ofSeconds(10);

    private final Engines engines;
    private final ConnectionPool pool;
    private final RedissonClient redis;
    private final Keys keys;
    private final CallLedger ledger;
    private final RateLimiter rateLimiter;
    private final Toolbox tools = Toolbox.builtIn();

    /** What takes long to load and needs no server. */
    record Engines(
            SileroDetector detector,
            VoskRecognizer recognizer,
            SpeechSynthesizer synthesizer,
            MiniLm encoder,
            IntentClassifier classifier,
            Optional<SecondClassifier> shadow) {}

    /**
     * A classifier beside the first, with an encoder of its own.
     *
     * @param name such as {@code rules}
     */
    record SecondClassifier(String name, IntentClassifier classifier, Runnable release) {}

    Wiring(Engines engines, ParleyConfig config, Database database, Redis redis, Path masterKey) {
        this.engines = engines;
        KeySchema.migrate(database.dataSource());
        LedgerSchema.migrate(database.dataSource());
        this.pool = database.pool(CONNECTIONS);
        this.redis = redis.connect();
        PostgresKeys stored =
                new PostgresKeys(pool, MasterKey.openOrCreate(masterKey), KeyCaching.alone());
        stored.checkMasterKey();
        this.keys = stored;
        this.ledger = new PostgresLedger(pool, keys);
        this.rateLimiter =
                new RedisRateLimiter(
                        this.redis,
                        InstantSource.system(),
                        config.tools().callsPerWindow(),
                        config.tools().window());
    }

    /**
     * Loads the engines side by side.
     *
     * @param models where models that come along are unpacked
     */
    static Engines load(ParleyConfig config, Path models) throws InterruptedException {
        try (ExecutorService loading =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().name("load-", 0).factory())) {
            Future<SpeechSynthesizer> voice = loading.submit(() -> voice(config));
            Future<VoskRecognizer> ears = loading.submit(() -> recognizer(config, models));
            Future<SileroDetector> detector = loading.submit(() -> new SileroDetector());
            Future<MiniLm> encoder =
                    loading.submit(
                            (Callable<MiniLm>) () -> new MiniLm(models.resolve("minilm"), 1));
            Future<IntentClassifier> classifier =
                    loading.submit(() -> new HybridClassifier(encoder.get()));
            return new Engines(
                    detector.get(),
                    ears.get(),
                    voice.get(),
                    encoder.get(),
                    classifier.get(),
                    shadow(config, models));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UserError error
                    ? error
                    : new UserError("An engine can't be loaded: " + e.getCause(), e);
        }
    }

    private static Optional<SecondClassifier> shadow(ParleyConfig config, Path models) {
        String name = config.shadow().intent();
        if (name == null) {
            return Optional.empty();
        }
        if (name.equals("rules")) {
            return Optional.of(new SecondClassifier(name, HybridClassifier.rulesAlone(), () -> {}));
        }
        MiniLm own = new MiniLm(models.resolve("minilm"), 1);
        return Optional.of(
                new SecondClassifier(name, HybridClassifier.examplesAlone(own), own::close));
    }

    private static SpeechSynthesizer voice(ParleyConfig config) throws SpeechModelException {
        String coqui = config.engines().coquiUrl();
        return coqui == null
                ? new MaryVoice()
                : new CoquiVoice(
                        new CoquiVoice.Endpoint(URI.create(coqui), "", "", COQUI_PATIENCE));
    }

    private static VoskRecognizer recognizer(ParleyConfig config, Path models) {
        String folder = config.engines().voskModel();
        try {
            return new VoskRecognizer(
                    folder == null ? StarterModel.unpackInto(models) : Path.of(folder),
                    config.engines().recognizers());
        } catch (SpeechModelException e) {
            throw new UserError(e.getMessage() + " (engines.vosk-model is " + folder + ")", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Keys keys() {
        return keys;
    }

    VoiceActivityDetector detector() {
        return engines.detector();
    }

    SpeechRecognizer recognizer() {
        return engines.recognizer();
    }

    SpeechSynthesizer synthesizer() {
        return engines.synthesizer();
    }

    Verbalizer verbalizer() {
        return new SpokenEnglish();
    }

    IntentClassifier classifier() {
        return engines.classifier();
    }

    Optional<SecondClassifier> shadowClassifier() {
        return engines.shadow();
    }

    /** Memory is not built yet: nothing is remembered beyond the session. */
    ConversationMemory memory() {
        return (owner, text) -> List.of();
    }

    ToolRegistry tools() {
        return tools;
    }

    Permissions permissions() {
        return new DefaultPermissions(tools);
    }

    RateLimiter rateLimiter() {
        return rateLimiter;
    }

    CallLedger ledger() {
        return ledger;
    }

    /** Whether the stores that a turn needs can be reached; asks each. */
    List<Readiness.Check> stores() {
        return List.of(
                check("key store", () -> keys.find(NOBODYS_KEY).isEmpty()),
                check("rate counter", () -> redis.getBucket("parley:ready").isExists()));
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
        redis.shutdown();
        pool.dispose();
        engines.synthesizer().close();
        engines.recognizer().close();
        engines.detector().close();
        engines.encoder().close();
        engines.shadow().ifPresent(second -> second.release().run());
    }
}
