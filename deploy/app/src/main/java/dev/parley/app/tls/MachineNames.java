package dev.parley.app.tls;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What this machine is called, here and in its network. */
public final class MachineNames {
    private MachineNames() {}

    /** For a certificate: {@code dns:localhost}, {@code ip:127.0.0.1} and so on. */
    static List<String> all() {
        Set<String> names = new LinkedHashSet<>(List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"));
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (host.matches("[A-Za-z]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
                names.add("dns:" + host);
                if (!host.contains(".")) {
                    names.add("dns:" + host + ".local");
                }
            }
        } catch (UnknownHostException nameless) {
            // its addresses do
        }
        addresses().forEach(address -> names.add("ip:" + address));
        return List.copyOf(names);
    }

    /** By which a phone in the same network reaches this machine. */
    public static Optional<String> inTheNetwork() {
        return addresses().stream().findFirst();
    }

    private static List<String> addresses() {
        List<String> found = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(
                            address ->
                                    address instanceof Inet4Address
                                            && !address.isLoopbackAddress()
                                            && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .forEach(found::add);
        } catch (SocketException none) {
            // then there is no network
        }
        return found;
    }
}
