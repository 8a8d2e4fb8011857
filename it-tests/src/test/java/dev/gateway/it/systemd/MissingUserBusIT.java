package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.it.fixture.TestHomes;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a user without a running systemd, as in a shell of su, cron or a container. */
class MissingUserBusIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void nothingIsInstalledAndTheNextCommandIsNamed() throws Exception {
        MachineAssumptions.assumeThat(
                MachineAssumptions.succeeds("systemctl --version"), "needs systemctl");
        Path wrapper = folder.resolve("gateway");
        Path units = folder.resolve("config");
        Files.writeString(
                wrapper,
                "#!/bin/sh\nunset DBUS_SESSION_BUS_ADDRESS\nexport XDG_RUNTIME_DIR=%s XDG_CONFIG_HOME=%s\nexec %s \"$@\"\n"
                        .formatted(folder, units, LauncherLocator.gateway()));
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        try (ProcessScope scope = ProcessScope.open()) {
            ObservedHome home = TestHomes.create();
            home.write(HomeConfig.echo());
            GatewayCommandLine gateway = GatewayCommandLine.of(scope, wrapper).withHome(home);

            CommandResult installed = gateway.run(TIMEOUT, "service", "install", "--now");

            installed.expectExit(75);
            assertThat(installed.stdout()).isEmpty();
            assertThat(installed.stderr().lines()).hasSize(1);
            assertThat(installed.stderr())
                    .contains(".service is not installed: ")
                    .contains("loginctl enable-linger ")
                    .contains("sudo gateway service install --system --home " + home.path());
            try (var left = Files.walk(folder)) {
                assertThat(left.filter(file -> file.toString().endsWith(".service"))).isEmpty();
            }
            assertThat(gateway.run(TIMEOUT, "service", "status").stdout())
                    .startsWith("No service is installed");
        }
    }
}
