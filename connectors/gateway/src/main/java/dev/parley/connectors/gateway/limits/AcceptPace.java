package dev.parley.connectors.gateway.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Takes connections from the operating system no faster than they may come: setting one up takes
 * time of the event loop that those who are in need. More wait in the system's queue.
 */
@Sharable
final class AcceptPace extends ChannelInboundHandlerAdapter {
    private static final String NAME = "parley-accept-pace";

    private final TokenBucket connections;

    AcceptPace(InstantSource clock, int perSecond) {
        this.connections = TokenBucket.perSecond(clock, perSecond, perSecond);
    }

    /** Watches over the port at which a connection came, if it doesn't already. */
    void watch(HttpConnection first) {
        if (first instanceof ConnectionBase base
                && base.channel().parent() instanceof Channel port) {
            port.eventLoop()
                    .execute(
                            () -> {
                                if (port.pipeline().get(NAME) == null) {
                                    port.pipeline().addFirst(NAME, this);
                                }
                            });
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext port, Object connection) {
        Duration wait = connections.owe();
        if (!wait.isZero() && port.channel().config().isAutoRead()) {
            port.channel().config().setAutoRead(false);
            var unused =
                    port.executor()
                            .schedule(
                                    () -> port.channel().config().setAutoRead(true),
                                    wait.toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
        port.fireChannelRead(connection);
    }
}
