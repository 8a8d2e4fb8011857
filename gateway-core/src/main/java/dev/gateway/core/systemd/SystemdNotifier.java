package dev.gateway.core.systemd;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import dev.gateway.core.shutdown.ShutdownBudget;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listener of the lifecycle that reports to systemd: readiness, the status line, the stop, the time
 * still needed, the main process, and the watchdog. Returns at once.
 *
 * <p>While the gateway stands by for another instance, it asks for more time again and again, for
 * as long as that lasts. While it starts it asks only for as long as a start may take by the
 * config: {@code TimeoutStartSec} kills one that hangs. A stop asks once, for its whole budget.
 *
 * <p>A gateway that hands over to a successor inside its unit reports no stop: systemd would stop
 * the unit. It feeds the watchdog until it has reported the successor as main process, and is
 * silent from then on. The successor is silent until it has the home.
 */
public final class SystemdNotifier
        implements LifecycleListener, MainProcessReporter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);

    private static final String PROGRAM = "systemd-notify";
    private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(5);
    private static final Duration FINAL_STATUS_TIMEOUT = Duration.ofSeconds(1);

    /** The time of several deliveries: systemd kills a successor that it does not know of. */
    private static final Duration MAIN_PID_TIMEOUT = DELIVERY_LIMIT.multipliedBy(3);

    /** The time of a start besides the wait for tokens: opening the journal, for instance. */
    private static final Duration LOADING = Duration.ofSeconds(60);

    /** The duration of each extension, which is renewed long before its end. */
    private static final Duration EXTENSION = Duration.ofSeconds(60);

    private static final Duration RENEWAL = Duration.ofSeconds(15);

    private final Duration startLimit;
    private final Duration margin;
    private final boolean watchdog;
    private final boolean successor;
    private final LongSupplier nanos;
    private final StatusLine status = new StatusLine();
    private final NotifyQueue queue;
    private volatile Supplier<Optional<String>> stuckLoop = Optional::empty;
    private volatile boolean failed;
    private Phase phase;
    private long phaseBegan;
    private boolean stuck;
    private String lastStatus = "";

    private enum Phase {
        /** Another process of the unit speaks for it. */
        SILENT,
        STARTING,
        STANDBY,
        UP,
        STOPPING,
        HANDING_OVER
    }

    SystemdNotifier(
            NotifyEnvironment environment,
            Duration startLimit,
            boolean successor,
            NotifyTransport transport,
            LongSupplier nanos) {
        this.successor = successor;
        this.phase = successor ? Phase.SILENT : Phase.STARTING;
        this.startLimit = startLimit.plus(LOADING);
        this.margin = ShutdownBudget.serviceManagerMargin();
        this.watchdog = environment.watchdog().isPresent();
        this.nanos = nanos;
        this.phaseBegan = nanos.getAsLong();
        this.queue = new NotifyQueue(transport, this::regular, interval(environment.watchdog()));
    }

    /**
     * Returns a notifier for the systemd that started process {@code pid}; empty if none did, or if
     * it expects no messages.
     *
     * @param environment returns the value of a variable, or null
     * @param successor whether the running gateway of the unit launched the process to take over
     */
    public static Optional<SystemdNotifier> of(
            UnaryOperator<String> environment, long pid, GatewayConfig config, boolean successor) {
        return NotifyEnvironment.read(environment, pid)
                .map(
                        read ->
                                new SystemdNotifier(
                                        read,
                                        config.startLimit(),
                                        successor,
                                        new NotifyCommand(PROGRAM, DELIVERY_LIMIT),
                                        System::nanoTime));
    }

    /**
     * Starts the delivery.
     *
     * @param stuckLoop names a stuck work loop; while there is one, systemd's watchdog is not fed
     */
    public void start(Supplier<Optional<String>> stuckLoop) {
        this.stuckLoop = stuckLoop;
        if (!successor) {
            queue.enqueue(NotifyMessage.status("Starting"));
        }
        queue.start();
    }

    @Override
    public synchronized void handOver() {
        phase = Phase.HANDING_OVER;
    }

    @Override
    public synchronized void passOn(long successorPid) {
        if (phase == Phase.HANDING_OVER) {
            phase = Phase.SILENT;
            queue.enqueue(fed(NotifyMessage.mainPid(successorPid)));
        }
    }

    @Override
    public void takeBack(long pid) {
        synchronized (this) {
            if (phase == Phase.SILENT) {
                queue.enqueue(NotifyMessage.mainPid(pid));
            }
            phase = Phase.UP;
            lastStatus = "";
        }
        sendStatus();
    }

    @Override
    public void on(LifecycleEvent event) {

        switch (event.type()) {
            case STANDBY -> {
                if (!successor) {
                    enter(Phase.STANDBY);
                    queue.enqueue(NotifyMessage.extend(EXTENSION));
                }
                status.standby(event.text(EventField.HOLDER_PID));
            }
            case LOCK_ACQUIRED -> {
                enter(Phase.STARTING);
                status.state("starting");
            }
            case STATE_CHANGED -> status.state(event.text(EventField.STATE));
            case PLATFORM_STATE_CHANGED ->
                    status.platform(event.text(EventField.PLATFORM), event.text(EventField.STATE));
            case HANDLER_FAILING -> status.handlerFailing(true);
            case HANDLER_RECOVERED -> status.handlerFailing(false);
            case READY -> {
                enter(Phase.UP);
                queue.enqueue(fed(NotifyMessage.ready()));
            }
            case STOP_REQUESTED -> {
                if (isHandingOver()) {
                    return;
                }
                enter(Phase.STOPPING);
                Duration budget = Duration.ofMillis(event.number(EventField.BUDGET_MS));
                queue.enqueue(
                        NotifyMessage.stopping().and(NotifyMessage.extend(budget.plus(margin))));
            }
            case RELOADED -> status.remove(event.text(EventField.REMOVED));
            case START_FAILED -> {
                failed = true;
                status.failed(event.text(EventField.ERROR));
            }
            default -> {
                return;
            }
        }
        sendStatus();
    }

    /**
     * Stops delivery. Waits only for the reason of a failed start to arrive, a moment, and for the
     * change of the main process: at the end of the one that it knows, systemd kills all others.
     */
    @Override
    public void close() {
        if (isSilent()) {
            queue.flush(MAIN_PID_TIMEOUT);
        } else if (failed) {
            queue.flush(FINAL_STATUS_TIMEOUT);
        }
        queue.close();
    }

    private synchronized void enter(Phase next) {
        phase = next;
        phaseBegan = nanos.getAsLong();
    }

    private synchronized boolean isHandingOver() {
        return phase == Phase.HANDING_OVER || phase == Phase.SILENT;
    }

    private synchronized boolean isSilent() {
        return phase == Phase.SILENT;
    }

    private synchronized void sendStatus() {
        String now = status.text();
        if (!isHandingOver() && !now.equals(lastStatus)) {
            lastStatus = now;
            queue.enqueue(NotifyMessage.status(now));
        }
    }

    /** Returns the message that is repeated regularly. */
    private NotifyMessage regular() {
        Phase current;
        Duration age;
        synchronized (this) {
            current = phase;
            age = Duration.ofNanos(nanos.getAsLong() - phaseBegan);
        }
        return switch (current) {
            case SILENT -> NotifyMessage.NOTHING;
            case STANDBY -> NotifyMessage.extend(EXTENSION);
            case STARTING ->
                    age.compareTo(startLimit) < 0 ? moreTimeToStart() : NotifyMessage.NOTHING;
            case UP -> watchdog && loopsMove() ? NotifyMessage.alive() : NotifyMessage.NOTHING;
            // The gateway's own watchdog guards the stop now.
            case STOPPING, HANDING_OVER -> watchdog ? NotifyMessage.alive() : NotifyMessage.NOTHING;
        };
    }

    /** The unit of a successor is up already, and its watchdog runs. */
    private NotifyMessage moreTimeToStart() {
        if (!successor) {
            return NotifyMessage.extend(EXTENSION);
        }
        return watchdog ? NotifyMessage.alive() : NotifyMessage.NOTHING;
    }

    /**
     * Returns {@code message} with one for the watchdog: of restarts in quick succession no process
     * may live until its first regular one.
     */
    private NotifyMessage fed(NotifyMessage message) {
        return watchdog ? NotifyMessage.alive().and(message) : message;
    }

    private boolean loopsMove() {
        Optional<String> loop = stuckLoop.get();
        if (loop.isPresent() && !stuck) {
            LOG.error("systemd's watchdog is not fed: {}", loop.get());
        }
        stuck = loop.isPresent();
        return !stuck;
    }

    /** Returns a third of the watchdog's time, so that two delayed messages do no harm. */
    private static Duration interval(Optional<Duration> watchdog) {
        return watchdog.map(time -> time.dividedBy(3))
                .filter(third -> third.compareTo(RENEWAL) < 0)
                .orElse(RENEWAL);
    }
}
