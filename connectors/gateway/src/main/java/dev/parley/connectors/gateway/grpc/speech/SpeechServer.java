package dev.parley.connectors.gateway.grpc.speech;

import dev.parley.connectors.gateway.PortTakenException;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.connectors.gateway.grpc.GrpcPort;
import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.identity.Doorkeeper;
import dev.parley.streams.hearing.HearingConfig;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.Service;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The recogniser or the synthesiser on a port of its own. Starting and {@code close} block. The
 * engines stay whoever's they are: they are closed after this.
 */
public final class SpeechServer implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Places places;
    private final GrpcPort port;
    private final long rechecking;

    private SpeechServer(
            Vertx vertx,
            GrpcPort.Site site,
            int port,
            String flag,
            Places places,
            Service service) {
        this.vertx = vertx;
        this.places = places;
        this.port = GrpcPort.open(vertx, site, port, flag, List.of(service));
        this.rechecking =
                vertx.setPeriodic(
                        Doorkeeper.FRESH.toMillis(), now -> dismissLapsed(site.authenticator()));
    }

    /**
     * Offers {@code Stt}.
     *
     * @param config how ends of speech are found
     * @throws PortTakenException if another program listens on its port
     */
    public static SpeechServer recognition(
            Vertx vertx,
            GrpcPort.Site site,
            GrpcConfig grpc,
            HearingConfig config,
            VoiceActivityDetector detector,
            SpeechRecognizer recognizer) {
        Places places = places(grpc.speech());
        return new SpeechServer(
                vertx,
                site,
                grpc.sttPort(),
                "--set grpc.stt-port=",
                places,
                new SttService(vertx, grpc.speech(), places, config, detector, recognizer)
                        .service());
    }

    /**
     * Offers {@code Tts}.
     *
     * @throws PortTakenException if another program listens on its port
     */
    public static SpeechServer synthesis(
            Vertx vertx,
            GrpcPort.Site site,
            GrpcConfig grpc,
            SpeechSynthesizer synthesizer,
            Verbalizer verbalizer) {
        Places places = places(grpc.speech());
        return new SpeechServer(
                vertx,
                site,
                grpc.ttsPort(),
                "--set grpc.tts-port=",
                places,
                new TtsService(vertx, grpc.speech(), places, synthesizer, verbalizer).service());
    }

    private static Places places(GrpcConfig.Speech limits) {
        return new Places(limits.streams(), limits.streamsPerUser());
    }

    /** Whose token was revoked while a stream is under way is put out. */
    private void dismissLapsed(Authenticator authenticator) {
        Set<Places.Place> taken = places.taken();
        if (taken.isEmpty()) {
            return;
        }
        authenticator
                .lapsed(taken.stream().map(Places.Place::caller).collect(Collectors.toSet()))
                .onSuccess(
                        lapsed ->
                                taken.stream()
                                        .filter(place -> lapsed.contains(place.caller()))
                                        .forEach(
                                                place ->
                                                        place.dismiss(
                                                                GrpcStatus.UNAUTHENTICATED,
                                                                "This token was revoked.")));
    }

    /** The port, where any free one was asked for. */
    public int port() {
        return port.number();
    }

    /** How many streams are under way. */
    int streams() {
        return places.taken().size();
    }

    /** Streams under way end, and have let go of the engine then. */
    @Override
    public void close() {
        boolean unused = vertx.cancelTimer(rechecking);
        places.taken()
                .forEach(
                        place ->
                                place.dismiss(
                                        GrpcStatus.UNAVAILABLE,
                                        "This process stops. Come back to another one."));
        long until = System.nanoTime() + FAREWELL.toNanos();
        try {
            while (streams() > 0 && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        port.close();
    }
}
