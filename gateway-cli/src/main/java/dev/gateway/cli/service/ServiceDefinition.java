package dev.gateway.cli.service;

import dev.gateway.cli.service.ServicePlanner.ServiceRequest;
import dev.gateway.cli.service.manager.InstalledSettings;
import dev.gateway.cli.service.manager.ServiceManager;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.ServiceSpec;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.file.AtomicFile;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/** The definition of a service that is to be installed. */
final class ServiceDefinition {

    private final ServicePlanner planner;
    private final ServiceManager manager;
    private final ServiceRequest request;
    private final Optional<String> installed;
    private final InstalledSettings settings;

    ServiceDefinition(ServicePlanner planner, ServiceScope scope, ServiceRequest request) {
        this.planner = planner;
        this.manager = planner.managers().of(scope);
        this.request = request;
        this.installed = planner.installed(manager, request.home());
        this.settings =
                installed
                        .filter(manager::isOurs)
                        .map(manager::read)
                        .orElse(InstalledSettings.NONE)
                        .withoutJava();
    }

    ServiceManager manager() {
        return manager;
    }

    String name() {
        return planner.name(request.home());
    }

    /** Returns the installed definition. */
    Optional<String> installed() {
        return installed;
    }

    ServiceSpec spec() throws InvalidConfigException, InterruptedException {
        GatewayConfig config = planner.config(request, settings);
        return planner.spec(
                manager.scope(), request, settings, config.budget(), config.tokenWait());
    }

    /** Returns the definition for a config without limits of its own. */
    String usualText() throws InterruptedException {
        var usual = ShutdownBudget.of(Duration.ofSeconds(30), Duration.ofSeconds(20));
        return manager.definition(
                planner.spec(manager.scope(), request, settings, usual, Duration.ofSeconds(60)));
    }

    /** Writes a definition atomically, readable by all users as other definitions are. */
    void write(String text) throws IOException {
        Path file = manager.file(name());
        Files.createDirectories(file.getParent());
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), true);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** Returns the definition to install. */
    String text() throws InvalidConfigException, InterruptedException {
        return manager.definition(spec());
    }

    /**
     * Returns the missing variables of a service that already has its own ({@link
     * ServicePlanner#missingVariables}).
     */
    Iterable<String> missingVariables(ServiceSpec spec) throws InterruptedException {
        return planner.missingVariables(
                manager,
                request,
                new InstalledSettings(spec.environment(), spec.config(), spec.user()));
    }
}
