package dev.parley.connectors.tools.sandbox;

import dev.parley.streams.tool.SandboxUnavailableException;
import dev.parley.streams.tool.ToolSandbox;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sandbox whose walls have been seen to hold: they are tried once, when it is opened, and if one
 * doesn't hold it runs nothing at all.
 */
public final class ProvenSandbox implements ToolSandbox, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProvenSandbox.class);

    private final CompletableFuture<BubblewrapSandbox> proven;

    private ProvenSandbox(CompletableFuture<BubblewrapSandbox> proven) {
        this.proven = proven;
    }

    /** Begins to try the walls and returns; whoever runs something before that is done waits. */
    public static ProvenSandbox open(SandboxConfig config) {
        CompletableFuture<BubblewrapSandbox> proven = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name("sandbox-walls")
                .start(
                        () -> {
                            try {
                                proven.complete(prove(config));
                            } catch (SandboxUnavailableException e) {
                                LOG.warn("No program is run for a tool: {}", e.fault());
                                proven.completeExceptionally(e);
                            } catch (InterruptedException | RuntimeException e) {
                                LOG.warn("No program is run for a tool", e);
                                proven.completeExceptionally(e);
                            }
                        });
        return new ProvenSandbox(proven);
    }

    private static BubblewrapSandbox prove(SandboxConfig config)
            throws SandboxUnavailableException, InterruptedException {
        BubblewrapSandbox sandbox = BubblewrapSandbox.open(config);
        try {
            Map<Wall, String> broken = Walls.broken(sandbox);
            if (!broken.isEmpty()) {
                throw new SandboxUnavailableException(
                        broken.entrySet().stream()
                                .map(each -> each.getKey().spoken() + ": " + each.getValue())
                                .collect(Collectors.joining("; ", "walls don't hold: ", "")));
            }
            LOG.info("The sandbox's walls hold: {} tried", Wall.values().length);
            return sandbox;
        } catch (SandboxUnavailableException | InterruptedException | RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    /**
     * Waits until the walls have been tried.
     *
     * @throws SandboxUnavailableException if one doesn't hold, or there are none
     * @throws InterruptedException if the thread is interrupted
     */
    public void check() throws SandboxUnavailableException, InterruptedException {
        sandbox();
    }

    @Override
    public Outcome run(Command command, Profile profile)
            throws SandboxUnavailableException, InterruptedException {
        return sandbox().run(command, profile);
    }

    private BubblewrapSandbox sandbox() throws SandboxUnavailableException, InterruptedException {
        try {
            return proven.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SandboxUnavailableException unavailable
                    ? new SandboxUnavailableException(unavailable.fault())
                    : new SandboxUnavailableException("the walls can't be tried: " + e.getCause());
        }
    }

    /** Waits until the walls have been tried, and gives up what the sandbox holds. */
    @Override
    public void close() {
        try {
            sandbox().close();
        } catch (SandboxUnavailableException neverOpened) {
            // there is nothing to close
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
