package dev.parley.connectors.gateway.limits;

import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection comes from, as far as it is one client's: an IPv4 address, or the network of
 * an IPv6 address (its first 64 bits, which is what a household is given).
 */
public record PeerAddress(String text) {
    private static final int NETWORK_BYTES = 8;
    private static final PeerAddress UNKNOWN = new PeerAddress("");

    /** Of a socket's other end; all without an address of the internet's count as one. */
    public static PeerAddress of(@Nullable SocketAddress address) {
        String host = address == null ? null : address.hostAddress();
        if (host == null) {
            return UNKNOWN;
        }
        int zone = host.indexOf('%');
        InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone));
        return new PeerAddress(
                parsed instanceof Inet6Address
                        ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
                        : parsed.getHostAddress());
    }
}
