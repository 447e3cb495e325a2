package dev.parley.streams.stage;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.Callable;

/** Deploys a stage's host with Vert.x, so that stages start and stop with everything else. */
public final class StageVerticle extends VerticleBase {
    private final StageHost host;

    public StageVerticle(StageHost host) {
        this.host = host;
    }

    @Override
    public Future<?> start() {
        host.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Callable<Void> close =
                () -> {
                    host.close();
                    return null;
                };
        return vertx.executeBlocking(close, false);
    }
}
