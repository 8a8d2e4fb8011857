package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.proxy.ProxyServer;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.YamlMapping;
import java.net.URI;
import java.util.Optional;

/**
 * Reader of the proxy of a service of the operator: the handler's address, and the one of notices.
 * Their calls go through HTTP proxies only, so a SOCKS proxy is a problem of the config and not a
 * direct call. This machine's own addresses are called directly.
 */
final class ServiceProxyReader {

    private final ProxyConfigReader proxies;
    private final Optional<ProxyPolicy> shared;
    private final Diagnostics diagnostics;

    /**
     * Creates a reader.
     *
     * @param shared the proxy set for all calls; empty: the environment's
     */
    ServiceProxyReader(
            ProxyConfigReader proxies, Optional<ProxyPolicy> shared, Diagnostics diagnostics) {
        this.proxies = proxies;
        this.shared = shared;
        this.diagnostics = diagnostics;
    }

    /** Returns the proxy that {@code service} sets, else the one for all calls. */
    ProxyPolicy read(YamlMapping service, URI address) {
        Optional<ProxyPolicy> own = proxies.read(service, true);
        if (own.isEmpty() && service.entry(ProxyConfigReader.KEY).isPresent()) {
            return ProxyPolicy.DIRECT; // reported
        }
        ProxyPolicy policy =
                own.or(() -> shared)
                        .orElseGet(() -> proxies.fromEnvironment(service.line(), service.path()))
                        .exceptLoopback();
        policy.proxyFor(address)
                .filter(proxy -> proxy.kind() == ProxyServer.Kind.SOCKS5)
                .ifPresent(proxy -> refuse(service, proxy));
        return policy;
    }

    private void refuse(YamlMapping service, ProxyServer proxy) {
        diagnostics.problem(
                ConfigProblem.at(
                        service.line(),
                        service.path() + "." + ProxyConfigReader.KEY,
                        proxy + " is a SOCKS proxy, which only the platforms are called through",
                        "set it to http://host:port, or to direct"));
    }
}
