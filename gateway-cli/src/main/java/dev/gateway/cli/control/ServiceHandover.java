package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.GatewayService;
import dev.gateway.cli.service.manager.ServiceState;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.control.HandoverRequest;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.KnownSession;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A restart inside a systemd unit: the running gateway launches its successor in its own control
 * group, and systemd gets another main process. This command only asks and watches. Used once, by
 * one thread.
 */
final class ServiceHandover {

    private static final long POLL_MILLIS = 5;

    /** The time limit for loading, as for a gateway without a service. */
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(60);

    /** The time for the old process to end, or the new one to go on, once all is passed on. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(2);

    private static final Duration MAIN_PID_TIMEOUT = Duration.ofSeconds(10);

    private final CommandContext context;
    private final HostServices host;
    private final GatewayService service;
    private final GatewayHome home;
    private final PhaseReporter reporter;
    private final Duration limit;

    ServiceHandover(
            CommandContext context,
            GatewayService service,
            GatewayHome home,
            GatewayConfig config,
            PhaseReporter reporter) {
        this.context = context;
        this.host = context.host();
        this.service = service;
        this.home = home;
        this.reporter = reporter;
        this.limit =
                LOAD_TIMEOUT
                        .plus(config.startLimit())
                        .plus(config.budget().serviceManagerTimeout());
    }

    /**
     * Returns the reason why {@code holder} cannot hand over inside its unit; empty if it can. The
     * command needs the turn in the home.
     */
    Optional<String> obstacle(ProcessIdentity holder) throws InterruptedException {
        boolean ofThisVersion =
                new SessionRegistry(home.sessions(), host.probe())
                        .others().stream()
                                .map(KnownSession::record)
                                .flatMap(Optional::stream)
                                .anyMatch(record -> record.process().matches(holder));
        return ofThisVersion
                ? service.handoverObstacle(host.clock())
                : Optional.of("the running process is of a version that cannot hand over");
    }

    /**
     * Asks {@code holder} and waits until its successor is up.
     *
     * @return the exit code; empty if it could not be asked
     */
    Optional<Integer> run(ProcessIdentity holder) throws InterruptedException {
        var me = ProcessIdentity.of(host.probe(), host.probe().self());
        try {
            try {
                HandoverRequest.spawn(me).write(home);
                if (!host.signals().terminate(holder)) {
                    return Optional.empty();
                }
                return Optional.of(follow(holder));
            } finally {
                HandoverRequest.remove(home);
            }
        } catch (IOException e) {
            context.err().line("Cannot use " + home.handoverRequest() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private int follow(ProcessIdentity holder) throws InterruptedException {
        long old = host.probe().innerPid(holder.pid());
        InterruptHook.install(context.err())
                .setMessage(
                        "The restart of %s goes on without this command; see 'gateway status'."
                                .formatted(service.unit()));
        reporter.begin("gateway (PID %d) loads its successor".formatted(holder.pid()));
        Deadline deadline = Deadline.after(limit);
        Optional<Long> successor = Optional.empty();
        Optional<Deadline> lastSteps = Optional.empty();
        while (!deadline.isExpired()) {
            // Asked before the events are read: the last ones of a process that ends count.
            boolean ended = !holder.isAlive(host.probe());
            boolean gone = successor.filter(pid -> !host.probe().state(pid).isAlive()).isPresent();
            reporter.pollAll();
            Optional<RecordedEvent> failure = reporter.last(old, EventType.HANDOVER_FAILED);
            if (failure.isPresent()) {
                return failed(failure.get(), old);
            }
            if (successor.isEmpty()) {
                successor = successorOf(old);
                successor.ifPresent(
                        pid -> reporter.begin("successor (PID %d) takes over".formatted(pid)));
            }
            if (lastSteps.isEmpty()
                    && (ended || reporter.last(old, EventType.OUTGOING).isPresent())) {
                lastSteps = Optional.of(Deadline.after(LAST_STEPS));
            }
            boolean waited = lastSteps.filter(Deadline::isExpired).isPresent();
            if (successor.isPresent() && isUp(successor.get(), ended, waited)) {
                return up(successor.get());
            }
            if (gone || successor.isEmpty() && ended && waited) {
                return ended(successor.orElse(old));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        reporter.failed("it takes too long");
        context.err().line("The restart has not ended; see 'gateway status' and 'gateway logs'.");
        return ExitCode.TRY_AGAIN.number();
    }

    /** Returns the process that has the home now, as the event file tells. */
    private Optional<Long> successorOf(long old) {
        return reporter.events().stream()
                .filter(event -> event.is(EventType.LOCK_ACQUIRED) && event.pid() != old)
                .map(RecordedEvent::pid)
                .findFirst();
    }

    /**
     * Returns whether the successor serves, and the old process has ended or had its time to; or
     * whether it only waits for a token that another home holds.
     */
    private boolean isUp(long pid, boolean ended, boolean waited) {
        return reporter.last(pid, EventType.READY).isPresent()
                ? ended || waited
                : waited
                        && reporter.reached(pid, GatewayState.DEGRADED)
                        && reporter.last(pid, EventType.TOKEN_WAITING).isPresent();
    }

    private int up(long successor) throws InterruptedException {
        reporter.done();
        boolean main = awaitMain(successor);
        context.out()
                .line(
                        "Gateway is %s (PID %d) in %s, run by %s."
                                .formatted(
                                        reporter.reached(successor, GatewayState.RUNNING)
                                                ? "running"
                                                : "degraded",
                                        successor,
                                        home,
                                        service.unit()));
        if (!main) {
            context.err()
                    .line(
                            "%s has not taken PID %d as its main process; see '%s'."
                                    .formatted(
                                            service.unit(),
                                            successor,
                                            service.manualCommand("status")));
        }
        return ExitCode.OK.number();
    }

    private boolean awaitMain(long successor) throws InterruptedException {
        Deadline deadline = Deadline.after(MAIN_PID_TIMEOUT);
        while (service.state().filter(state -> state.pid() == successor).isEmpty()) {
            if (deadline.isExpired()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    private int failed(RecordedEvent failure, long old) {
        reporter.failed("not restarted");
        Optional<RecordedEvent> why =
                reporter.events().stream()
                        .filter(event -> event.is(EventType.START_FAILED) && event.pid() != old)
                        .findFirst();
        context.err()
                .line(
                        "Not restarted, the old gateway goes on: %s%s. Its output is in that of %s; see 'gateway logs' and '%s'."
                                .formatted(
                                        failure.text(EventField.REASON),
                                        why.map(event -> ": " + event.text(EventField.ERROR))
                                                .filter(text -> !failure.has(EventField.CODE))
                                                .orElse(""),
                                        service.unit(),
                                        service.manualCommand("status")));
        return documented(
                failure.has(EventField.CODE)
                        ? failure.number(EventField.CODE)
                        : why.map(event -> event.number(EventField.CODE)).orElse(0L));
    }

    private int ended(long pid) throws InterruptedException {
        reporter.failed("ended");
        boolean wanted = service.state().filter(ServiceState::isWanted).isPresent();
        context.err()
                .line(
                        "Gateway (PID %d) ended meanwhile.%s See 'gateway logs' and '%s'."
                                .formatted(
                                        pid,
                                        wanted
                                                ? " %s starts it again.".formatted(service.kind())
                                                : "",
                                        service.manualCommand("status")));
        return documented(
                reporter.last(pid, EventType.START_FAILED)
                        .map(event -> event.number(EventField.CODE))
                        .orElse(0L));
    }

    /** Returns the code if {@code run} documents it as that of a failure; else "try again". */
    private static int documented(long code) {
        return Arrays.stream(ExitCode.values())
                .map(ExitCode::number)
                .filter(number -> number == code && number != ExitCode.OK.number())
                .findFirst()
                .orElse(ExitCode.TRY_AGAIN.number());
    }
}
