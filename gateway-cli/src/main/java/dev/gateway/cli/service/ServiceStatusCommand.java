package dev.gateway.cli.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.service.manager.ServiceState;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.json.JsonTree;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway service status}: the installed definition and the state of the service. */
@Command(
        name = "status",
        description =
                "Show whether the service of this home is installed, up to date and running."
                        + " Changes nothing.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {"  gateway service status", "  gateway service status --json | jq .outdated"})
public final class ServiceStatusCommand implements Callable<Integer> {

    @Mixin private GlobalOptions global;

    @Mixin private ServiceOptions options;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final CommandContext context;
    private final ServicePlanner planner;

    ServiceStatusCommand(CommandContext context) {
        this(context, ServicePlanner.of(context));
    }

    ServiceStatusCommand(CommandContext context, ServicePlanner planner) {
        this.context = context;
        this.planner = planner;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServiceInspection inspection =
                options.scope() == ServiceScope.SYSTEM
                        ? ServiceInspection.of(
                                planner,
                                options.request(global),
                                planner.managers().of(ServiceScope.SYSTEM))
                        : ServiceInspection.of(planner, options.request(global));
        if (json) {
            JsonTree.pretty(toJson(inspection)).lines().forEach(context.out()::line);
        } else {
            print(inspection, context.out());
        }
        return 0;
    }

    private void print(ServiceInspection inspection, ConsoleOutput out) {
        if (inspection.installed().isEmpty()) {
            out.line(
                    "No service is installed for this home ("
                            + inspection.file()
                            + "). 'gateway service install' does it.");
            return;
        }
        out.line(inspection.unit() + "  " + inspection.file());
        if (inspection.isOutdated()) {
            out.line(
                    inspection.ours()
                            ? "  outdated    'gateway service install"
                                    + global.repeated()
                                    + "' brings it up to date:"
                            : "  foreign     left alone:");
            inspection.differences().forEach(line -> out.line("                " + line));
        } else {
            out.line("  definition  up to date");
        }
        inspection
                .state()
                .ifPresentOrElse(
                        state -> print(state, out),
                        () ->
                                out.line(
                                        "  state       unknown: "
                                                + inspection.manager().kind()
                                                + " cannot be asked"));
        inspection.manager().lingeringHint().ifPresent(hint -> out.line("  hint        " + hint));
    }

    private static void print(ServiceState state, ConsoleOutput out) {
        out.line(
                "  state       %s (%s)%s"
                        .formatted(
                                state.active(),
                                state.detail(),
                                state.pid() > 0 ? ", PID " + state.pid() : ""));
        if (!state.text().isEmpty()) {
            out.line("              " + state.text());
        }
        out.line("  at boot     " + (state.enabled() ? "starts" : "does not start"));
        out.line(
                "  last result %s%s, started again %d times"
                        .formatted(
                                state.result(),
                                state.exitStatus() == 0 ? "" : " (" + state.exitStatus() + ")",
                                state.restarts()));
    }

    private static ObjectNode toJson(ServiceInspection inspection) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", inspection.manager().kind());
        node.put("scope", inspection.manager().scope().name().toLowerCase(Locale.ROOT));
        node.put("unit", inspection.unit());
        node.put("file", inspection.file().toString());
        node.put("installed", inspection.installed().isPresent());
        node.put("outdated", inspection.isOutdated());
        ArrayNode differences = node.putArray("differences");
        inspection.differences().forEach(differences::add);
        inspection
                .state()
                .ifPresentOrElse(
                        state ->
                                node.putObject("state")
                                        .put("active", state.active())
                                        .put("detail", state.detail())
                                        .put("result", state.result())
                                        .put("exit_status", state.exitStatus())
                                        .put("pid", state.pid() > 0 ? state.pid() : null)
                                        .put("restarts", state.restarts())
                                        .put("enabled", state.enabled())
                                        .put("text", state.text()),
                        () -> node.putNull("state"));
        return node;
    }
}
