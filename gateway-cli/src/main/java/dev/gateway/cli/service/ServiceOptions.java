package dev.gateway.cli.service;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.service.ServicePlanner.ServiceRequest;
import dev.gateway.cli.service.manager.ServiceScope;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that select a service. */
final class ServiceOptions {

    @Option(
            names = "--system",
            description =
                    "A service of the machine, started at boot (as root; default: of this user).")
    private boolean system;

    @Option(
            names = "--run-as",
            paramLabel = "USER",
            description = "With --system: who runs it (default: the owner of the home).")
    private String user;

    ServiceScope scope() {
        return system ? ServiceScope.SYSTEM : ServiceScope.USER;
    }

    ServiceRequest request(GlobalOptions global) {
        return new ServiceRequest(
                Path.of(global.home().toString()),
                global.hasOwnConfig() ? Optional.of(global.configFile()) : Optional.empty(),
                Optional.ofNullable(user));
    }
}
