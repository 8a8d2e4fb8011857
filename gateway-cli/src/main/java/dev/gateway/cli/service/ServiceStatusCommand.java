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

/** {@code gateway service status}: what is installed, and how it does. */
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
    private final ServicePlanner desk;

    ServiceStatusCommand(CommandContext context) {
        this(context, ServicePlanner.of(context));
    }

    ServiceStatusCommand(CommandContext context, ServicePlanner desk) {
        this.context = context;
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServiceInspection facts =
                options.scope() == ServiceScope.SYSTEM
                        ? ServiceInspection.of(
                                desk, options.request(global), desk.hosts().of(ServiceScope.SYSTEM))
                        : ServiceInspection.of(desk, options.request(global));
        if (json) {
            JsonTree.pretty(toJson(facts)).lines().forEach(context.out()::line);
        } else {
            print(facts, context.out());
        }
        return 0;
    }

    private void print(ServiceInspection facts, ConsoleOutput out) {
        if (facts.installed().isEmpty()) {
            out.line(
                    "No service is installed for this home ("
                            + facts.file()
                            + "). 'gateway service install' does it.");
            return;
        }
        out.line(facts.unit() + "  " + facts.file());
        if (facts.isOutdated()) {
            out.line(
                    facts.ours()
                            ? "  outdated    'gateway service install"
                                    + global.repeated()
                                    + "' brings it up to date:"
                            : "  foreign     left alone:");
            facts.differences().forEach(line -> out.line("                " + line));
        } else {
            out.line("  definition  up to date");
        }
        facts.state()
                .ifPresentOrElse(
                        state -> print(state, out),
                        () ->
                                out.line(
                                        "  state       unknown: "
                                                + facts.host().kind()
                                                + " cannot be asked"));
        facts.host().lingeringHint().ifPresent(hint -> out.line("  hint        " + hint));
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

    private static ObjectNode toJson(ServiceInspection facts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", facts.host().kind());
        node.put("scope", facts.host().scope().name().toLowerCase(Locale.ROOT));
        node.put("unit", facts.unit());
        node.put("file", facts.file().toString());
        node.put("installed", facts.installed().isPresent());
        node.put("outdated", facts.isOutdated());
        ArrayNode differences = node.putArray("differences");
        facts.differences().forEach(differences::add);
        facts.state()
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
