package dev.gateway.cli.doctor;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.proxy.ProxyServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The check of each platform's proxy. Where the environment decides, it is the environment of this
 * command, which a service need not have.
 */
final class ProxyCheck implements DoctorCheck {

    private static final String NAME = "proxy";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) {
        List<CheckResult> results = new ArrayList<>();
        for (PlatformConfig account : context.enabledPlatforms()) {
            Optional<URI> address =
                    context.installed().factories().get(account.type()).address(account);
            address.ifPresent(uri -> results.add(fact(account, account.proxy().proxyFor(uri))));
        }
        return results;
    }

    private static CheckResult fact(PlatformConfig account, Optional<ProxyServer> proxy) {
        String name = account.name() + " (" + account.type() + ")";
        String why =
                account.proxy() instanceof ProxyPolicy.Environment
                        ? " by the environment of this command"
                        : "";
        return CheckResult.ok(
                NAME,
                proxy.map(server -> name + " is called through proxy " + server)
                        .orElse(name + " is called directly" + why));
    }
}
