package dev.gateway.cli.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.DurationConverter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.control.InstanceReloader;
import dev.gateway.core.control.InstanceReloader.Outcome;
import dev.gateway.core.control.OperatorMessages;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.Sentence;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.yaml.InvalidConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gateway reload}. */
public final class ReloadCommand implements Callable<Integer> {

    /** The exit code of {@code status} for the same state. */
    private static final int NOT_RUNNING = 3;

    /** Time for disconnecting removed platforms, on top of the stop budget. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Map<EventField, String> CHANGES =
            Map.of(
                    EventField.ADDED, "connecting: %s",
                    EventField.REMOVED, "disconnected: %s",
                    EventField.RECONNECTED, "connecting with other settings: %s",
                    EventField.ACCESS, "who may talk: %s",
                    EventField.HANDLER, "handler: %s",
                    EventField.LOG_LEVEL, "log level: %s");

    private final CommandContext context;

    private final GlobalOptions global = new GlobalOptions();

    private final JsonResult json = new JsonResult();

    private Duration timeout;

    private Optional<RecordedEvent> result = Optional.empty();

    /** Returns the command. */
    public static CommandSpec of(CommandContext context) {
        var command = new ReloadCommand(context);
        return CommandModel.of(
                        "reload",
                        command,
                        "Have the running gateway read its config again. Platforms that were added,"
                                + " removed or changed, the handler and the log level are applied"
                                + " while the others go on. Says what needs a restart. An invalid"
                                + " config changes nothing.")
                .examples(
                        "  gateway reload",
                        "  gateway reload --json | jq .needs_restart",
                        "",
                        "Exit codes: 0 applied, 3 nothing is running, 75 it did not answer or is stopping,",
                        "77 the file or the home cannot be read, 78 the config is invalid. The same as SIGHUP.")
                .global(command.global)
                .options("json", command.json.model())
                .value(
                        Duration.class,
                        new DurationConverter(),
                        given -> command.timeout = given,
                        "DURATION",
                        "Wait at most this long (default: the stop budget and 30 s).",
                        "--timeout")
                .spec();
    }

    private ReloadCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        return json.of(context, "reload", global.home(), this::reload, this::report);
    }

    private int reload(CommandContext context) throws InterruptedException {
        GatewayHome home = global.home();
        InstanceView view = context.instance(home);
        switch (view.lock().state()) {
            case UNKNOWN -> {
                return UnknownLockPrinter.print(home, view.lock(), context.err());
            }
            case FREE, BLOCKED -> {
                context.err()
                        .line(
                                "No gateway is running in %s. Start it: gateway start%s"
                                        .formatted(home, global.repeated()));
                return NOT_RUNNING;
            }
            case HELD -> {
                // It can reload if it can be signalled.
            }
        }
        Optional<ProcessIdentity> holder = view.holder();
        if (holder.isEmpty()) {
            context.err()
                    .line(
                            OperatorMessages.alreadyRunning(home, view.namedPid())
                                    + OperatorMessages.outOfReach());
            return ExitCode.TRY_AGAIN.number();
        }
        ConsoleOutput err = context.err();
        LoadedConfig loaded;
        try {
            loaded =
                    context.platforms(home)
                            .configLoader(ProcessEnvironment.process(holder.get().pid()))
                            .read(global.configFile());
        } catch (InvalidConfigException e) {
            int code = new ConfigProblemPrinter(err).printList(e).number();
            err.line(
                    "Nothing was changed; gateway (PID %d) goes on.".formatted(holder.get().pid()));
            return code;
        }
        new ConfigProblemPrinter(err).printWarnings(loaded.warnings());
        Duration limit = timeout != null ? timeout : loaded.config().budget().total().plus(MARGIN);
        Outcome outcome = requestReload(context.host(), holder.get(), limit);
        return reportOutcome(context, outcome, holder.get().pid(), loaded, limit);
    }

    private Outcome requestReload(HostServices host, ProcessIdentity holder, Duration limit)
            throws InterruptedException {
        EventFileReader tail = EventFileReader.fromEnd(global.home().events());
        return new InstanceReloader(holder, host.probe(), host.signals(), tail, event -> {})
                .reload(limit);
    }

    private int reportOutcome(
            CommandContext context,
            Outcome outcome,
            long pid,
            LoadedConfig loaded,
            Duration limit) {
        if (outcome instanceof Outcome.Over over) {
            result = Optional.of(over.event());
            return over.applied()
                    ? applied(context, over.event(), pid, loaded)
                    : refused(context, over.event(), pid);
        }
        String why;
        if (outcome instanceof Outcome.NotSignalled) {
            why = "cannot be signalled: it has ended, or is another user's; see 'gateway status'.";
        } else if (outcome instanceof Outcome.Stopped) {
            why = "stops; the next start reads the config anyway.";
        } else if (((Outcome.Unanswered) outcome).begun()) {
            why =
                    "has begun to reload and was not done within %s; see 'gateway events'."
                            .formatted(DurationFormat.rounded(limit));
        } else {
            why =
                    ("did not answer within %s: it still starts, or was started with SIGHUP ignored"
                                    + " (nohup). 'gateway restart' takes the config over as well.")
                            .formatted(DurationFormat.rounded(limit));
        }
        context.err().line("Gateway (PID %d) %s".formatted(pid, why));
        return ExitCode.TRY_AGAIN.number();
    }

    private int applied(
            CommandContext context, RecordedEvent event, long pid, LoadedConfig loaded) {
        context.out()
                .line("Gateway (PID %d) has read %s.".formatted(pid, event.text(EventField.FILE)));
        List<String> lines =
                EventType.RELOADED.fields().stream()
                        .filter(CHANGES::containsKey)
                        .filter(event::has)
                        .map(field -> CHANGES.get(field).formatted(spaced(event, field)))
                        .toList();
        lines.forEach(line -> context.out().line("  " + line));
        if (lines.isEmpty()) {
            context.out().line("  nothing to change");
        }
        if (event.has(EventField.NEEDS_RESTART)) {
            context.out()
                    .line(
                            "  not before 'gateway restart': "
                                    + spaced(event, EventField.NEEDS_RESTART));
        }
        if (!event.text(EventField.FILE).equals(loaded.file().toString())) {
            context.err()
                    .line(
                            "It runs with %s, not with %s; 'gateway restart' changes that."
                                    .formatted(event.text(EventField.FILE), loaded.file()));
        }
        return ExitCode.OK.number();
    }

    private static int refused(CommandContext context, RecordedEvent event, long pid) {
        context.err()
                .line(
                        "Gateway (PID %d) changed nothing: %s: %s See 'gateway logs'."
                                .formatted(
                                        pid,
                                        event.text(EventField.FILE),
                                        Sentence.of(event.text(EventField.ERROR))));
        return ExitCode.CONFIG.number();
    }

    private static String spaced(RecordedEvent event, EventField field) {
        return event.text(field).replace(",", ", ");
    }

    /** Adds the lists of applied and of pending changes to the result. */
    private void report(ObjectNode report) {
        report.put("applied", result.filter(event -> event.is(EventType.RELOADED)).isPresent());
        ObjectNode changed = report.putObject("changed");
        putNames(changed, EventField.ADDED);
        putNames(changed, EventField.REMOVED);
        putNames(changed, EventField.RECONNECTED);
        putNames(changed, EventField.ACCESS);
        putText(changed, EventField.HANDLER);
        putText(changed, EventField.LOG_LEVEL);
        putNames(report, EventField.NEEDS_RESTART);
        putText(report, EventField.ERROR);
    }

    private void putNames(ObjectNode to, EventField field) {
        ArrayNode names = to.putArray(field.wireName());
        result.ifPresent(event -> event.names(field).forEach(names::add));
    }

    private void putText(ObjectNode to, EventField field) {
        to.put(
                field.wireName(),
                result.filter(event -> event.has(field))
                        .map(event -> event.text(field))
                        .orElse(null));
    }
}
