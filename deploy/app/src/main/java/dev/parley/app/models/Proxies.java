package dev.parley.app.models;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Through which proxy the sources are reached: that of {@code -Dhttps.proxyHost} and its relatives
 * (java.net), else that of {@code https_proxy}, {@code http_proxy}, {@code all_proxy} in either
 * case, but for the hosts of {@code no_proxy}, as curl reads them: names with all beneath them,
 * {@code *} for all; ranges of addresses are not understood.
 */
final class Proxies extends ProxySelector {
    private final Map<String, String> environment;

    private Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    static void configure(HttpClient.Builder client, Map<String, String> environment) {
        if (System.getProperty("https.proxyHost") != null
                || System.getProperty("http.proxyHost") != null
                || System.getProperty("socksProxyHost") != null) {
            client.proxy(ProxySelector.getDefault());
            return;
        }
        Proxies proxies = new Proxies(environment);
        client.proxy(proxies);
        for (String scheme : List.of("https", "http")) {
            URI proxy = proxies.named(scheme);
            if (proxy != null && proxy.getUserInfo() != null) {
                // Otherwise the JDK never shows a password to a proxy that it tunnels through.
                if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
                    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
                }
                client.authenticator(new ToProxy(proxy.getUserInfo()));
                return;
            }
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = named(String.valueOf(uri.getScheme()));
        return List.of(
                proxy == null || proxy.getHost() == null || isSpared(uri)
                        ? Proxy.NO_PROXY
                        : new Proxy(
                                Proxy.Type.HTTP,
                                InetSocketAddress.createUnresolved(
                                        proxy.getHost(),
                                        proxy.getPort() < 0 ? 80 : proxy.getPort())));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

    private @Nullable URI named(String scheme) {
        String text = value(scheme + "_proxy");
        if (text.isEmpty()) {
            text = value("all_proxy");
        }
        if (text.isEmpty()) {
            return null;
        }
        try {
            return URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            throw new ModelFault(
                    "The environment variable " + scheme + "_proxy holds no address of a proxy.",
                    ModelFault.USAGE);
        }
    }

    private boolean isSpared(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return Arrays.stream(value("no_proxy").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(each -> each.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
                .filter(each -> !each.isEmpty())
                .anyMatch(
                        each -> each.equals("*") || host.equals(each) || host.endsWith("." + each));
    }

    private String value(String name) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty()
                ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "")
                : value;
    }

    /** Gives a name and a password to proxies only. */
    private static final class ToProxy extends Authenticator {
        private final String user;
        private final String password;

        ToProxy(String userInfo) {
            int colon = userInfo.indexOf(':');
            this.user = colon < 0 ? userInfo : userInfo.substring(0, colon);
            this.password = colon < 0 ? "" : userInfo.substring(colon + 1);
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY
                    ? new PasswordAuthentication(user, password.toCharArray())
                    : null;
        }
    }
}
