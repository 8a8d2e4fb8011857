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
 * still needed, and the watchdog. Returns at once.
 *
 * <p>While the gateway stands by for another instance, it asks for more time again and again, for
 * as long as that lasts. While it starts it asks only for as long as a start may take by the
 * config: {@code TimeoutStartSec} kills one that hangs. A stop asks once, for its whole budget.
 */
public final class SystemdNotifier implements LifecycleListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);

    private static final String PROGRAM = "systemd-notify";
    private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(5);
    private static final Duration FINAL_STATUS_TIMEOUT = Duration.ofSeconds(1);

    /** The time of a start besides the wait for tokens: opening the journal, for instance. */
    private static final Duration LOADING = Duration.ofSeconds(60);

    /** The duration of each extension, which is renewed long before its end. */
    private static final Duration EXTENSION = Duration.ofSeconds(60);

    private static final Duration RENEWAL = Duration.ofSeconds(15);

    private final Duration startLimit;
    private final Duration margin;
    private final boolean watchdog;
    private final LongSupplier nanos;
    private final StatusLine status = new StatusLine();
    private final NotifyQueue queue;
    private volatile Supplier<Optional<String>> stuckLoop = Optional::empty;
    private volatile boolean failed;
    private Phase phase = Phase.STARTING;
    private long phaseBegan;
    private boolean stuck;
    private String lastStatus = "";

    private enum Phase {
        STARTING,
        STANDBY,
        UP,
        STOPPING
    }

    SystemdNotifier(
            NotifyEnvironment environment,
            Duration startLimit,
            NotifyTransport transport,
            LongSupplier nanos) {
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
     */
    public static Optional<SystemdNotifier> of(
            UnaryOperator<String> environment, long pid, GatewayConfig config) {
        return NotifyEnvironment.read(environment, pid)
                .map(
                        read ->
                                new SystemdNotifier(
                                        read,
                                        config.startLimit(),
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
        queue.enqueue(NotifyMessage.status("Starting"));
        queue.start();
    }

    @Override
    public void on(LifecycleEvent event) {

        switch (event.type()) {
            case STANDBY -> {
                enter(Phase.STANDBY);
                queue.enqueue(NotifyMessage.extend(EXTENSION));
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
                queue.enqueue(NotifyMessage.ready());
            }
            case STOP_REQUESTED -> {
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

    /** Stops delivery. Waits a moment only for the reason of a failed start to arrive. */
    @Override
    public void close() {
        if (failed) {
            queue.flush(FINAL_STATUS_TIMEOUT);
        }
        queue.close();
    }

    private synchronized void enter(Phase next) {
        phase = next;
        phaseBegan = nanos.getAsLong();
    }

    private synchronized void sendStatus() {
        String now = status.text();
        if (!now.equals(lastStatus)) {
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
            case STANDBY -> NotifyMessage.extend(EXTENSION);
            case STARTING ->
                    age.compareTo(startLimit) < 0
                            ? NotifyMessage.extend(EXTENSION)
                            : NotifyMessage.NOTHING;
            case UP -> watchdog && loopsMove() ? NotifyMessage.alive() : NotifyMessage.NOTHING;
            // The gateway's own watchdog guards the stop now.
            case STOPPING -> watchdog ? NotifyMessage.alive() : NotifyMessage.NOTHING;
        };
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
