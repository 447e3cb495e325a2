package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.connectors.gateway.GatewayConfig;
import dev.parley.connectors.gateway.PortTakenException;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ports that clients come to, before anything takes long to start behind them. */
final class EntrancePorts {
    private static final String AGENT = "--set grpc.agent-port=";
    private static final String TOOLS = "--set grpc.tools-port=";
    private static final String STT = "--set grpc.stt-port=";
    private static final String TTS = "--set grpc.tts-port=";

    private EntrancePorts() {}

    /**
     * @throws PortTakenException if another program listens on one of them
     * @throws UserError if this machine has no such address, or a file of TLS is missing
     */
    static void check(GatewayConfig config, GrpcConfig wanted) {
        InetAddress address = address(config);
        check(address, config.httpPort(), "--http-port");
        check(address, config.voicePort(), "--voice-port");
        readable(config);
        GrpcConfig grpc = wanted.beside(config.httpPort());
        check(address, grpc.agentPort(), AGENT);
        check(address, grpc.toolsPort(), TOOLS);
    }

    /**
     * The same of the engines' ports.
     *
     * @param stages that this process runs
     * @throws PortTakenException if another program listens on one of them
     * @throws UserError if this machine has no such address, or a file of TLS is missing
     */
    static void checkEngines(GatewayConfig config, GrpcConfig wanted, Set<String> stages) {
        GrpcConfig grpc = wanted.beside(config.httpPort());
        if (stages.contains("hearing")) {
            readable(config);
            check(address(config), grpc.sttPort(), STT);
        }
        if (stages.contains("synthesis")) {
            readable(config);
            check(address(config), grpc.ttsPort(), TTS);
        }
    }

    private static InetAddress address(GatewayConfig config) {
        try {
            return InetAddress.getByName(config.host());
        } catch (UnknownHostException e) {
            throw noSuchAddress(config.host(), e);
        }
    }

    private static void readable(GatewayConfig config) {
        readable(config.tls().certificate(), "gateway.tls.certificate");
        readable(config.tls().key(), "gateway.tls.key");
        readable(config.tls().authority(), "gateway.tls.authority");
    }

    private static void readable(@Nullable Path file, String property) {
        if (file != null && !Files.isReadable(file)) {
            throw new UserError(
                    "There is no file %s that could be read (%s); parley tls init makes one."
                            .formatted(file, property));
        }
    }

    private static void check(InetAddress address, int port, String flag) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, 0));
        } catch (IOException e) {
            throw noSuchAddress(address.getHostAddress(), e);
        }
        if (port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (BindException e) {
            throw String.valueOf(e.getMessage()).contains("ermission")
                    ? new UserError(
                            "Port %d may not be listened on by this user: name another with %s."
                                    .formatted(port, flag),
                            e)
                    : new PortTakenException(port, flag, e);
        } catch (IOException e) {
            throw noSuchAddress(address.getHostAddress(), e);
        }
    }

    private static UserError noSuchAddress(String host, IOException cause) {
        return new UserError(
                "This machine has no address %s to listen on: name another with --host."
                        .formatted(host),
                cause);
    }

    /** The host as it stands in an address that this machine's own clients reach it by. */
    static String reachable(String host) {
        try {
            if (InetAddress.getByName(host).isAnyLocalAddress()) {
                return "127.0.0.1";
            }
        } catch (UnknownHostException e) {
            return host;
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
