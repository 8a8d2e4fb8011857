package dev.gateway.it.systemd;

import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ObservedHome;
import java.nio.file.Path;
import java.util.List;

/** Units for the control: as in the reports, and with the proposed changes. */
final class ReportedUnitFile {

    private final ObservedHome home;
    private final Path console;

    ReportedUnitFile(ObservedHome home) {
        this.home = home;
        this.console = home.path().resolve("console");
    }

    /** Returns the file with its output. */
    Path console() {
        return console;
    }

    /**
     * Returns the text of the unit.
     *
     * @param arguments the arguments of {@code reported-gateway run}
     * @param lines the lines of the section [Service]
     */
    String text(List<String> arguments, String... lines) {
        return """
               [Unit]
               StartLimitIntervalSec=600
               StartLimitBurst=5
               [Service]
               Environment=JAVA_HOME=%s
               ExecStart=%s run --home %s %s
               StandardOutput=append:%s
               StandardError=append:%s
               KillMode=mixed
               %s
               """
                .formatted(
                        System.getProperty("java.home"),
                        LauncherLocator.reported(),
                        home.path(),
                        String.join(" ", arguments),
                        console,
                        console,
                        String.join("\n", lines));
    }
}
