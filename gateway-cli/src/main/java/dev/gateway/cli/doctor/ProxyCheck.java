package dev.gateway.cli.doctor;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.ProxyPolicy;
import dev.gateway.core.config.ProxyServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which way each platform is called. Where the environment decides, it is that of this command,
 * which a service need not have.
 */
final class ProxyCheck implements Check {

    private static final String NAME = "proxy";

    @Override
    public List<Fact> look(Patient patient) {
        List<Fact> facts = new ArrayList<>();
        for (PlatformConfig account : patient.enabledPlatforms()) {
            Optional<URI> address =
                    patient.installed().factories().get(account.type()).address(account);
            address.ifPresent(uri -> facts.add(fact(account, account.proxy().proxyFor(uri))));
        }
        return facts;
    }

    private static Fact fact(PlatformConfig account, Optional<ProxyServer> proxy) {
        String name = account.name() + " (" + account.type() + ")";
        String why =
                account.proxy() instanceof ProxyPolicy.Environment
                        ? " by the environment of this command"
                        : "";
        return Fact.good(
                NAME,
                proxy.map(server -> name + " is called through proxy " + server)
                        .orElse(name + " is called directly" + why));
    }
}
