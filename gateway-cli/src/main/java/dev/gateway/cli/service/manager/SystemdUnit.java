package dev.gateway.cli.service.manager;

import dev.gateway.core.shutdown.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The definition of a systemd unit. A passing problem never leaves it in {@code failed}: there is
 * no start limit, and every exit code but those that only the operator can fix is retried. It
 * removes no files and does not take over from a gateway that was started by hand: a second one
 * stands by.
 */
public final class SystemdUnit {

    /** The first line of each unit that {@code service install} wrote. */
    public static final String MARK = "# Written by 'gateway service install'.";

    /** The systemd version since which the pause between restarts can grow. */
    private static final int GROWING_PAUSES = 254;

    private final ServiceSpec spec;
    private final int version;

    /**
     * Creates a unit.
     *
     * @param version the version of systemd, which warns of unknown keys
     */
    SystemdUnit(ServiceSpec spec, int version) {
        this.spec = spec;
        this.version = version;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(
                MARK
                        + " Changes of your own: systemctl%s edit %s"
                                .formatted(
                                        spec.scope() == ServiceScope.USER ? " --user" : "",
                                        spec.name()));
        unit(lines);
        service(lines);
        if (spec.scope() == ServiceScope.SYSTEM) {
            hardening(lines);
        }
        lines.add("");
        lines.add("[Install]");
        lines.add(
                "WantedBy="
                        + (spec.scope() == ServiceScope.USER
                                ? "default.target"
                                : "multi-user.target"));
        return String.join("\n", lines) + "\n";
    }

    private void unit(List<String> lines) {
        lines.add("");
        lines.add("[Unit]");
        lines.add("Description=Messaging gateway in " + UnitQuoting.plain(spec.home().toString()));
        if (spec.scope() == ServiceScope.SYSTEM) {
            lines.add("Wants=network-online.target");
            lines.add("After=network-online.target");
        }
        lines.add("StartLimitIntervalSec=0");
    }

    private void service(List<String> lines) {
        lines.add("");
        lines.add("[Service]");
        lines.add("Type=notify");
        lines.add("NotifyAccess=all");
        spec.user().ifPresent(user -> lines.add("User=" + UnitQuoting.plain(user)));
        lines.add("Environment=" + UnitQuoting.word("JAVA_HOME=" + spec.javaHome()));
        spec.environment()
                .forEach(
                        (name, value) ->
                                lines.add("Environment=" + UnitQuoting.word(name + "=" + value)));
        lines.add("EnvironmentFile=-" + UnitQuoting.plain(spec.environmentFile().toString()));
        lines.add("ExecStart=" + command("run"));
        // Not a bare SIGHUP: the command waits for the result, so that systemctl can report a
        // failure.
        lines.add("ExecReload=" + command("reload"));
        lines.add("Restart=always");
        lines.add("RestartSec=5");
        if (version >= GROWING_PAUSES) {
            lines.add("RestartSteps=5");
            lines.add("RestartMaxDelaySec=60");
        }
        String passing = ExitCode.numbersOf(ExitCode.Restart.FORCED);
        lines.add("RestartForceExitStatus=" + passing);
        lines.add("RestartPreventExitStatus=" + ExitCode.numbersOf(ExitCode.Restart.PREVENTED));
        lines.add("SuccessExitStatus=" + passing + " 143");
        lines.add("KillMode=mixed");
        lines.add("TimeoutStartSec=" + spec.startSeconds());
        lines.add("TimeoutStopSec=" + spec.stopSeconds());
        lines.add("WatchdogSec=60");
        lines.add("UMask=0077");
        lines.add("LimitCORE=0");
        lines.add("NoNewPrivileges=yes");
        lines.add("RestrictRealtime=yes");
        lines.add("RestrictSUIDSGID=yes");
        lines.add("LockPersonality=yes");
        lines.add("SystemCallArchitectures=native");
    }

    private String command(String name) {
        List<String> command = spec.command(name);
        // systemd expands no variables in the path of the program itself.
        return UnitQuoting.word(command.get(0))
                + command.stream()
                        .skip(1)
                        .map(word -> " " + UnitQuoting.argument(word))
                        .collect(Collectors.joining());
    }

    /** Adds the hardening: no privileges, and a read-only system but for its folders. */
    private void hardening(List<String> lines) {
        lines.add("ProtectSystem=strict");
        lines.add(
                "ReadWritePaths="
                        + spec.writable().stream()
                                .map(folder -> UnitQuoting.word(folder.toString()))
                                .collect(Collectors.joining(" ")));
        if (!livesBelow("/tmp", "/var/tmp")) {
            lines.add("PrivateTmp=yes");
        }
        lines.add(
                "ProtectHome=" + (livesBelow("/home", "/root", "/run/user") ? "read-only" : "yes"));
        if (spec.user().filter(user -> !user.equals("root")).isPresent()) {
            // Other gateways of this user stay visible. For root they would not: the unit takes its
            // privileges away, and a privileged process is hidden from an unprivileged one.
            lines.add("ProtectProc=invisible");
        }
        lines.add("PrivateDevices=yes");
        lines.add("ProtectKernelTunables=yes");
        lines.add("ProtectKernelModules=yes");
        lines.add("ProtectKernelLogs=yes");
        lines.add("ProtectControlGroups=yes");
        lines.add("ProtectClock=yes");
        lines.add("ProtectHostname=yes");
        lines.add("KeyringMode=private");
        lines.add("RestrictNamespaces=yes");
        lines.add("RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK");
        lines.add("CapabilityBoundingSet=");
        lines.add("SystemCallFilter=@system-service");
        lines.add("SystemCallErrorNumber=EPERM");
        lines.add("# Not MemoryDenyWriteExecute: Java compiles to machine code as it runs.");
        lines.add("# Not PrivateUsers: other gateways of this user could not be looked at.");
    }

    /** Returns whether a path that the gateway uses lies below one of {@code folders}. */
    private boolean livesBelow(String... folders) {
        return Stream.of(
                        spec.writable().stream(),
                        Stream.of(spec.launcher(), spec.javaHome(), spec.environmentFile()),
                        spec.config().stream())
                .flatMap(paths -> paths)
                .anyMatch(path -> Stream.of(folders).anyMatch(path::startsWith));
    }
}
