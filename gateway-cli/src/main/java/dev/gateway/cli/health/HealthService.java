package dev.gateway.cli.health;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.lifecycle.Gateway;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health service of a running gateway. It does not delay a start or a handover: it begins when
 * the gateway is ready, or after three seconds, on its own thread, {@code health}, and retries an
 * address that another process still has. Earlier events are kept and counted then. A gateway that
 * passes its home on frees the address as soon as its successor is able to serve it.
 */
public final class HealthService implements LifecycleListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthService.class);

    /** The latest start: operators ask an unready gateway for the reason. */
    private static final Duration MAX_DELAY = Duration.ofSeconds(3);

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration MIN_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    /** Attempts without a growing pause: the previous gateway may be about to free the address. */
    private static final int QUICK_ATTEMPTS = 20;

    /** The attempt after which the operator is told. */
    private static final int TOLD_ATTEMPT = 3;

    private static final int MAX_EVENTS = 2_000;

    private final InetSocketAddress address;
    private final GatewayHome home;
    private final Deque<LifecycleEvent> early = new ArrayDeque<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Gateway gateway;
    private volatile GatewayMetrics metrics;
    private BoundedHttpServer server;
    private final Set<String> polled = ConcurrentHashMap.newKeySet();
    private volatile boolean passingOn;
    private volatile boolean moreIsKnown;

    /** Creates a service that only keeps events until the gateway holds the lock. */
    public HealthService(InetSocketAddress address, GatewayHome home) {
        this.address = address;
        this.home = home;
    }

    /** Sets the gateway to report on; called before it runs. */
    public synchronized void attach(Gateway subject) {
        gateway = subject;
    }

    @Override
    public void on(LifecycleEvent event) {
        remember(event);
        if (event.type() == EventType.LOCK_ACQUIRED) {
            Thread thread = new Thread(this::run, "health");
            thread.setDaemon(true);
            thread.start();
        } else if (event.type() == EventType.READY) {
            ready.countDown();
        }
        passOn(event.type());
        // The previous process tells the rest of its end while this one runs.
        if (event.type() == EventType.OUTGOING_ENDED
                || event.type() == EventType.POLLING
                        && polled.add(event.text(EventField.PLATFORM))) {
            moreIsKnown = true;
        }
    }

    /**
     * Frees the address when the first intake has ended: the successor is able to work then, and
     * begins to serve after its first poll.
     */
    private void passOn(EventType type) {
        switch (type) {
            case HANDOVER_STARTED -> passingOn = true;
            case HANDOVER_FAILED -> passingOn = false;
            case INTAKE_ENDED, OUTGOING -> {
                if (passingOn) {
                    closed.countDown();
                    synchronized (this) {
                        if (server != null) {
                            server.stopListening();
                        }
                    }
                }
            }
            default -> {
                // Nothing about the home.
            }
        }
    }

    private void remember(LifecycleEvent event) {
        GatewayMetrics loaded = metrics;
        if (loaded == null) {
            loaded = keepUnlessLoaded(event);
        }
        if (loaded != null) {
            loaded.record(event);
        }
    }

    /** Keeps an event for the metrics, or returns them if they are loaded meanwhile. */
    private synchronized GatewayMetrics keepUnlessLoaded(LifecycleEvent event) {
        if (metrics != null) {
            return metrics;
        }
        if (early.size() == MAX_EVENTS) {
            early.removeFirst();
        }
        early.addLast(event);
        return null;
    }

    private void run() {
        try {
            if (!ready.await(MAX_DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The gateway is not ready yet; health begins without it");
            }
            GatewayMetrics loaded = load();
            HealthEndpoints endpoints = HealthEndpoints.of(gateway, () -> scrape(loaded));
            Duration pause = MIN_PAUSE;
            for (int attempt = 1; !listen(endpoints, attempt); attempt++) {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (attempt >= QUICK_ATTEMPTS) {
                    pause = Durations.min(pause.multipliedBy(2), MAX_PAUSE);
                }
            }
            ready.await(); // only then the event file has this process's first poll
            readPrevious(loaded);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("Health is not served: {}", e.toString(), e);
        }
    }

    private String scrape(GatewayMetrics loaded) {
        if (moreIsKnown) {
            readPrevious(loaded);
        }
        return loaded.scrape();
    }

    private void readPrevious(GatewayMetrics loaded) {
        moreIsKnown = false;
        loaded.recordPreviousShutdown(
                PreviousShutdown.read(home.events(), ProcessHandle.current().pid()));
    }

    private GatewayMetrics load() {
        GatewayMetrics loaded = new GatewayMetrics(gateway::snapshot, Clock.systemUTC());
        synchronized (this) {
            early.forEach(loaded::record);
            early.clear();
            metrics = loaded;
        }
        return loaded;
    }

    private boolean listen(HealthEndpoints endpoints, int attempt) {
        synchronized (this) {
            if (closed.getCount() == 0) {
                return true;
            }
            try {
                server = new BoundedHttpServer(address, CONNECTION_TIMEOUT, endpoints);
                LOG.info("Health is served on {}.", text(server.address()));
                return true;
            } catch (IOException | RuntimeException e) {
                if (attempt == TOLD_ATTEMPT) {
                    LOG.warn(
                            "Health cannot be served on {}: {}. Trying again; the gateway runs on"
                                    + " without it.",
                            text(address),
                            e.getMessage());
                }
                return false;
            }
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Stops serving. */
    @Override
    public void close() {
        closed.countDown();
        ready.countDown();
        synchronized (this) {
            if (server != null) {
                server.close();
            }
        }
    }
}
