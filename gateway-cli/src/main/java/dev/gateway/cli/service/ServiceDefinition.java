package dev.gateway.cli.service;

import dev.gateway.cli.service.ServicePlanner.Wish;
import dev.gateway.cli.service.manager.InstalledSettings;
import dev.gateway.cli.service.manager.ServiceManager;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.ServiceSpec;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.yaml.InvalidConfigException;
import java.time.Duration;
import java.util.Optional;

/** The definition of a service that is to be installed. */
final class ServiceDefinition {

    private final ServicePlanner desk;
    private final ServiceManager host;
    private final Wish wish;
    private final Optional<String> installed;
    private final InstalledSettings settings;

    ServiceDefinition(ServicePlanner desk, ServiceScope scope, Wish wish) {
        this.desk = desk;
        this.host = desk.hosts().of(scope);
        this.wish = wish;
        this.installed = desk.installed(host, wish.home());
        this.settings =
                installed
                        .filter(host::isOurs)
                        .map(host::read)
                        .orElse(InstalledSettings.NOTHING)
                        .withoutJava();
    }

    ServiceManager manager() {
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
        GatewayConfig config = desk.config(wish, settings);
        return desk.spec(host.scope(), wish, settings, config.budget(), config.tokenWait());
    }

    /** What would be installed if the config set no limits. */
    String usualText() throws InterruptedException {
        var usual = ShutdownBudget.of(Duration.ofSeconds(30), Duration.ofSeconds(20));
        return host.definition(
                desk.spec(host.scope(), wish, settings, usual, Duration.ofSeconds(60)));
    }

    /** What to install. */
    String text() throws InvalidConfigException, InterruptedException {
        return host.definition(spec());
    }

    /** See {@link ServicePlanner#missingVariables}; the service has its own variables by then. */
    Iterable<String> missingVariables(ServiceSpec spec) throws InterruptedException {
        return desk.missingVariables(
                host, wish, new InstalledSettings(spec.environment(), spec.config(), spec.user()));
    }
}
