package dev.parley.app.running;

import dev.parley.app.config.ParleyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Parley for all tests of a JVM that ask for a {@link LocalInstallation}. */
final class SharedInstallation implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedInstallation.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalInstallation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, any -> new Running(), Running.class)
                .installation;
    }

    /** Closed by JUnit after the last test. */
    private static final class Running
            implements AutoCloseable, ExtensionContext.Store.CloseableResource {
        private final Path data;
        private final LocalInstallation installation;

        Running() {
            try {
                data = Files.createTempDirectory("parley-it").resolve("data");
                long begun = System.nanoTime();
                installation = LocalInstallation.start(config().in(data).onAnyPort(), line -> {});
                System.out.printf(
                        "main job: start cold %d ms%n", (System.nanoTime() - begun) / 1_000_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /**
         * A second classifier runs along, and none of the tests may notice. The tests ask one tool
         * more often than people do, and a fuzzer tries more wrong tokens.
         */
        private static ParleyConfig config() {
            return ParleyConfig.defaults()
                    .with(
                            Map.of(
                                    "shadow.intent",
                                    "rules",
                                    "tools.calls-per-window",
                                    "100000",
                                    "gateway.strangers.failed-tokens-per-minute",
                                    "100000"));
        }

        @Override
        public void close() throws IOException {
            installation.close();
            try (Stream<Path> files = Files.walk(data.getParent())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
