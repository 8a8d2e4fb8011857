package dev.gateway.cli.service;

import dev.gateway.cli.service.ServiceDesk.Wish;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.InvalidConfigException;
import dev.gateway.core.config.ShutdownBudget;
import java.time.Duration;
import java.util.Optional;

/** The definition of a service that is to be installed. */
final class Definition {

    private final ServiceDesk desk;
    private final ServiceHost host;
    private final Wish wish;
    private final Optional<String> installed;
    private final Recorded recorded;

    Definition(ServiceDesk desk, Scope scope, Wish wish) {
        this.desk = desk;
        this.host = desk.hosts().of(scope);
        this.wish = wish;
        this.installed = desk.installed(host, wish.home());
        this.recorded =
                installed
                        .filter(host::isOurs)
                        .map(host::read)
                        .orElse(Recorded.NOTHING)
                        .withoutJava();
    }

    ServiceHost host() {
        return host;
    }

    String name() {
        return desk.name(wish.home());
    }

    /** What is installed now. */
    Optional<String> installed() {
        return installed;
    }

    ServiceSpec spec() throws InvalidConfigException, InterruptedException {
        GatewayConfig config = desk.config(wish, recorded);
        return desk.spec(host.scope(), wish, recorded, config.budget(), config.tokenWait());
    }

    /** What would be installed if the config set no limits. */
    String usualText() throws InterruptedException {
        var usual = ShutdownBudget.of(Duration.ofSeconds(30), Duration.ofSeconds(20));
        return host.definition(
                desk.spec(host.scope(), wish, recorded, usual, Duration.ofSeconds(60)));
    }

    /** What to install. */
    String text() throws InvalidConfigException, InterruptedException {
        return host.definition(spec());
    }

    /** See {@link ServiceDesk#missingVariables}; the service has its own variables by then. */
    Iterable<String> missingVariables(ServiceSpec spec) throws InterruptedException {
        return desk.missingVariables(
                host, wish, new Recorded(spec.environment(), spec.config(), spec.user()));
    }
}
