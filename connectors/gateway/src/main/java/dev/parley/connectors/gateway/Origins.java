package dev.parley.connectors.gateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages in browsers may talk to this gateway: those of the same host, of the browser's own
 * machine, and those that are configured. Who names no origin is no browser.
 *
 * <p>A WebSocket of another page is refused, as browsers let any page open one; for plain requests
 * browsers ask (CORS), and only a configured page is told yes.
 */
final class Origins implements Handler<RoutingContext> {
    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String METHODS = "GET, POST, PUT, DELETE";
    private static final String HEADERS = "authorization, content-type";
    private static final String REMEMBERED_SECONDS = "600";

    private final Set<String> configured;

    /**
     * @param configured such as {@code https://desk.example}, without a path
     */
    Origins(List<String> configured) {
        this.configured = Set.copyOf(configured);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            context.next();
            return;
        }
        boolean webSocket = request.headers().contains(HttpHeaders.UPGRADE, "websocket", true);
        if (webSocket && !mayConverse(origin, request.authority())) {
            Problem.send(
                    context,
                    403,
                    "Pages from there may not open a session here (gateway.origins).");
            return;
        }
        context.response().putHeader("vary", "origin");
        if (!configured.contains(origin)) {
            context.next();
            return;
        }
        context.response().putHeader("access-control-allow-origin", origin);
        boolean asksFirst =
                request.method().equals(HttpMethod.OPTIONS)
                        && request.getHeader("access-control-request-method") != null;
        if (asksFirst) {
            context.response()
                    .setStatusCode(204)
                    .putHeader("access-control-allow-methods", METHODS)
                    .putHeader("access-control-allow-headers", HEADERS)
                    .putHeader("access-control-max-age", REMEMBERED_SECONDS)
                    .end();
        } else {
            context.next();
        }
    }

    private boolean mayConverse(String origin, @Nullable HostAndPort here) {
        if (configured.contains(origin)) {
            return true;
        }
        String host = host(origin);
        return host != null
                && (OWN_MACHINE.contains(host)
                        || (here != null && host.equals(here.host().toLowerCase(Locale.ROOT))));
    }

    private static @Nullable String host(String origin) {
        try {
            URI page = new URI(origin);
            boolean web = "http".equals(page.getScheme()) || "https".equals(page.getScheme());
            return web && page.getHost() != null ? page.getHost().toLowerCase(Locale.ROOT) : null;
        } catch (URISyntaxException opaque) {
            return null;
        }
    }
}
