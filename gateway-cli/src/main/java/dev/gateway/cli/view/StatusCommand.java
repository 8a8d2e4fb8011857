package dev.gateway.cli.view;

import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.core.lifecycle.GatewaySetup;
import dev.gateway.core.lifecycle.StatusReader;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway status}. */
@Command(
        name = "status",
        description = "Show the gateway of this home and each of its platforms. Changes nothing.",
        sortOptions = false,
        versionProvider = VersionText.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway status --watch",
            "  gateway status --json | jq .platforms",
            "",
            "Exit codes: 0 running, 1 not running but a stale PID file, 3 not running,",
            "4 unknown."
        })
public final class StatusCommand implements Callable<Integer> {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Mixin private GlobalOptions global;

    @Option(names = "--json", description = "Print JSON; with --watch one object a line.")
    private boolean json;

    @Option(names = "--watch", description = "Refresh every second until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        var machine = GatewaySetup.Machine.system();
        var reader = new StatusReader(global.home(), machine.probe(), machine.holders());
        while (true) {
            StatusReader.Report report = reader.read();
            print(report, machine);
            if (!watch) {
                return report.exit();
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void print(StatusReader.Report report, GatewaySetup.Machine machine) {
        if (json) {
            System.out.println(watch ? report.json().toString() : report.json().toPrettyString());
            return;
        }
        boolean terminal = System.console() != null;
        var table =
                new StatusTable(
                        report.json(),
                        machine.clock().instant(),
                        terminal && System.getenv("NO_COLOR") == null);
        StringBuilder text = new StringBuilder(watch && terminal ? CLEAR : "");
        table.lines().forEach(line -> text.append(line).append('\n'));
        if (report.disagree()) {
            text.append("The PID file names another live process; the lock counts.\n");
        }
        System.out.print(text);
        System.out.flush();
    }
}
