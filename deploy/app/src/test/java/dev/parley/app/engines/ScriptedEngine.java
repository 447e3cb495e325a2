package dev.parley.app.engines;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What a Python would be asked for, without one: a script that answers for its version, makes
 * environments that are copies of itself, notes what pip is to do, and runs this class in place of
 * the engine's program.
 */
final class ScriptedEngine {
    private ScriptedEngine() {}

    /**
     * @param version as Python prints it
     * @param pip what it does when it is to install
     * @param program what it does when it is to run the program, whose port is "$2"
     */
    static Path python(Path folder, String version, String pip, String program) throws IOException {
        Path script =
                Files.writeString(
                        folder.resolve("python3"),
                        """
                        #!/bin/sh
                        case "$1" in
                          -c) echo '%s' ;;
                          -m)
                            if [ "$2" = venv ]; then
                              mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
                            else
                              echo "pip $*"
                              %s
                            fi ;;
                          *) %s ;;
                        esac
                        """
                                .formatted(version, pip, program));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    /** A program that gets ready and stays. */
    static String serving() {
        return "exec '%s' -Xshare:auto -XX:TieredStopAtLevel=1 -Xmx32m -cp '%s' %s \"$2\""
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        ScriptedEngine.class.getName());
    }

    public static void main(String[] arguments) throws Exception {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
                        0);
        server.createContext(
                "/health",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        System.out.println("ready, as " + List.of(arguments));
        new CountDownLatch(1).await();
    }
}
