package dev.gateway.it.systemd;

import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A systemd user manager for one test. Programs run in its mount namespace, in which alone its
 * sockets exist; processes and other files are those of the machine.
 */
final class IsolatedSystemd {

    private static final Path SCRIPT = Path.of("src/test/sh/with-systemd").toAbsolutePath();
    private static final Pattern INSIDE = Pattern.compile("inside (\\d+) (\\S+) (\\S+)");
    private static final int IMPOSSIBLE = 69;

    private final ProcessScope scope;
    private final RunningProcess process;
    private final Path entrance;
    private final Path units;

    private IsolatedSystemd(ProcessScope scope, RunningProcess process, Path entrance, Path units) {
        this.scope = scope;
        this.process = process;
        this.entrance = entrance;
        this.units = units;
    }

    /** Starts a manager; where that is impossible, skips the test, or fails it in CI. */
    static IsolatedSystemd start(ProcessScope scope, Path folder, Duration limit) throws Exception {
        RunningProcess process =
                GatewayCommandLine.of(scope, SCRIPT)
                        .start(
                                "sh",
                                "-c",
                                "echo inside $$ $XDG_RUNTIME_DIR $XDG_CONFIG_HOME; exec sleep 86400");
        await().atMost(limit)
                .until(() -> process.exit().isPresent() || !process.stdout().isEmpty());
        MachineAssumptions.assumeThat(
                !process.exit().equals(Optional.of(IMPOSSIBLE)),
                "needs a systemd user manager: " + String.join(" ", process.stderr()));
        Matcher inside = process.awaitLine(INSIDE.pattern(), limit);
        Path entrance = folder.resolve("inside");
        Files.writeString(
                entrance,
                "#!/bin/sh\nexport XDG_RUNTIME_DIR=%s XDG_CONFIG_HOME=%s\nexec nsenter --target %s --mount -- \"$@\"\n"
                        .formatted(inside.group(2), inside.group(3), inside.group(1)));
        Files.setPosixFilePermissions(entrance, PosixFilePermissions.fromString("rwx------"));
        return new IsolatedSystemd(
                scope,
                process,
                entrance,
                Path.of("/proc/" + inside.group(1) + "/root" + inside.group(3), "systemd/user"));
    }

    /** Returns the gateway's command line, inside, for a home. */
    GatewayCommandLine gateway(ObservedHome home) throws IOException {
        Path wrapper = entrance.resolveSibling("gateway");
        Files.writeString(
                wrapper,
                "#!/bin/sh\nexec %s %s \"$@\"\n".formatted(entrance, LauncherLocator.gateway()));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
        return GatewayCommandLine.of(scope, wrapper).withHome(home);
    }

    /** Runs {@code systemctl --user} to its end. */
    CommandResult systemctl(Duration limit, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemctl", "--user", "--no-pager"));
        command.addAll(List.of(arguments));
        return GatewayCommandLine.of(scope, entrance).run(limit, command.toArray(String[]::new));
    }

    /** Writes a unit and reloads the manager. */
    void unit(String name, String text, Duration limit) throws Exception {
        Files.writeString(units.resolve(name), text);
        systemctl(limit, "daemon-reload").expectExit(0);
    }

    /** Writes a drop-in for a unit and reloads the manager. */
    void change(String unit, String section, Duration limit, String... lines) throws Exception {
        Path folder = Files.createDirectories(units.resolve(unit + ".d"));
        Files.writeString(
                folder.resolve(section.toLowerCase(Locale.ROOT) + ".conf"),
                "[" + section + "]\n" + String.join("\n", lines) + "\n");
        systemctl(limit, "daemon-reload").expectExit(0);
    }

    /** Returns one property of a unit. */
    String show(String unit, String property) throws InterruptedException {
        return systemctl(Duration.ofSeconds(60), "show", "-p", property, "--value", unit)
                .expectExit(0)
                .stdout()
                .strip();
    }

    /** Ends the manager with all its processes. */
    void close(Duration limit) throws InterruptedException {
        if (process.isAlive()) {
            process.kill(Signal.TERM);
            process.awaitExit(limit);
        }
    }
}
