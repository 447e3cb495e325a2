package dev.parley.app.running;

import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.connectors.gateway.grpc.GrpcPort;
import dev.parley.connectors.gateway.grpc.speech.SpeechServer;
import dev.parley.connectors.gateway.identity.Identity;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The engines of this process' stages, for programs that want only them. */
final class EngineServices implements AutoCloseable {
    private final String host;
    private final @Nullable SpeechServer stt;
    private final @Nullable SpeechServer tts;

    /**
     * Blocks until they listen; the engines are those of the stages, and are loaded by now.
     *
     * @param identity who may come in; asked only if there is something to come to
     * @param stages that this process runs
     */
    EngineServices(
            Vertx vertx,
            ParleyConfig config,
            Supplier<Identity> identity,
            Wiring wiring,
            Set<String> stages) {
        GrpcConfig grpc = config.grpc().beside(config.gateway().httpPort());
        this.host = EntrancePorts.reachable(config.gateway().host());
        this.stt =
                stages.contains("hearing")
                        ? SpeechServer.recognition(
                                vertx,
                                site(config, identity, wiring),
                                grpc,
                                config.hearing(),
                                wiring.detector(),
                                wiring.recognizer())
                        : null;
        try {
            this.tts =
                    stages.contains("synthesis")
                            ? SpeechServer.synthesis(
                                    vertx,
                                    site(config, identity, wiring),
                                    grpc,
                                    wiring.synthesizer(),
                                    wiring.verbalizer())
                            : null;
        } catch (RuntimeException e) {
            close(stt);
            throw e;
        }
    }

    private static GrpcPort.Site site(
            ParleyConfig config, Supplier<Identity> identity, Wiring wiring) {
        return new GrpcPort.Site(
                config.gateway().host(),
                config.gateway().tls(),
                identity.get().authenticator(),
                config.gateway().strangers(),
                wiring::database);
    }

    /** Where the recogniser is: host and port; empty if it isn't here. */
    Optional<String> stt() {
        return address(stt);
    }

    /** Where the synthesiser is: host and port; empty if it isn't here. */
    Optional<String> tts() {
        return address(tts);
    }

    private Optional<String> address(@Nullable SpeechServer server) {
        return Optional.ofNullable(server).map(open -> host + ":" + open.port());
    }

    @Override
    public void close() {
        close(stt);
        close(tts);
    }

    private static void close(@Nullable SpeechServer server) {
        if (server != null) {
            server.close();
        }
    }
}
