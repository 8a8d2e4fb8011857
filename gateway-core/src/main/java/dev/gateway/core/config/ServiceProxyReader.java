package dev.gateway.core.config;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.YamlMapping;
import java.util.Optional;

/**
 * Reader of the proxy of a service of the operator: the handler's address, and the one of notices.
 * This machine's own addresses are called directly.
 */
final class ServiceProxyReader {

    private final ProxyConfigReader proxies;
    private final Optional<ProxyPolicy> shared;

    /**
     * Creates a reader.
     *
     * @param shared the proxy set for all calls; empty: the environment's
     */
    ServiceProxyReader(ProxyConfigReader proxies, Optional<ProxyPolicy> shared) {
        this.proxies = proxies;
        this.shared = shared;
    }

    /** Returns the proxy that {@code service} sets, else the one for all calls. */
    ProxyPolicy read(YamlMapping service) {
        Optional<ProxyPolicy> own = proxies.read(service, true);
        if (own.isEmpty() && service.entry(ProxyConfigReader.KEY).isPresent()) {
            return ProxyPolicy.DIRECT; // reported
        }
        return own.or(() -> shared)
                .orElseGet(() -> proxies.fromEnvironment(service.line(), service.path()))
                .exceptLoopback();
    }
}
