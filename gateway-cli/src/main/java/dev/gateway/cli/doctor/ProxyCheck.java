package dev.gateway.cli.doctor;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.NotifyConfig;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.proxy.ProxyPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The check of the proxy of each platform, of the handler and of notices. Where the environment
 * decides, it is the environment of this command, which a service need not have.
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
            String name = account.name() + " (" + account.type() + ")";
            address.ifPresent(uri -> results.add(fact(name, account.proxy(), uri)));
        }
        context.config().ifPresent(loaded -> results.addAll(services(loaded.config())));
        return results;
    }

    private static List<CheckResult> services(GatewayConfig config) {
        List<CheckResult> results = new ArrayList<>();
        Options options = config.handler().options();
        options.uri("url")
                .or(() -> options.uri("base_url"))
                .ifPresent(
                        uri -> {
                            String name = "handler (" + config.handler().type() + ")";
                            results.add(fact(name, config.handler().proxy(), uri));
                        });
        if (config.notices().orElse(null) instanceof NotifyConfig.Url url) {
            results.add(fact("notify", url.proxy(), url.address()));
        }
        return results;
    }

    /** Returns how an address is called. */
    static CheckResult fact(String name, ProxyPolicy policy, URI address) {
        String why =
                policy.word().equals(ProxyPolicy.ENVIRONMENT)
                        ? " by the environment of this command"
                        : "";
        return CheckResult.ok(
                NAME,
                policy.proxyFor(address)
                        .map(server -> name + " is called through proxy " + server)
                        .orElse(name + " is called directly" + why));
    }
}
