package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.adapter.http.HttpCallException;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.time.Durations;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code notifystart} and {@code notifystop}: best effort, each with a timeout of its own, never in
 * the way of a poll. A {@code notifystart} that succeeds proves that the server is there and takes
 * the token, so it counts as contact: the first long poll may stay without an answer for 35 s.
 */
final class PresenceNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceNotifier.class);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(5);

    private final IlinkApi api;
    private final LoginSession session;
    private final Duration timeout;
    private final PlatformContext context;
    private final CancellationScope scope;
    private Thread announcer;
    private volatile boolean announced;
    private volatile boolean inTouch;
    private volatile boolean renewing;

    PresenceNotifier(
            IlinkApi api,
            LoginSession session,
            Duration timeout,
            PlatformContext context,
            CancellationScope scope) {
        this.api = api;
        this.session = session;
        this.timeout = timeout;
        this.context = context;
        this.scope = scope;
    }

    /** Says in the background that the bot is there, until it was heard once. */
    synchronized void notifyStart() {
        if (announced || announcer != null && announcer.isAlive()) {
            return;
        }
        announcer = new Thread(this::sendNotifyStart, "weixin-" + context.platform() + "-notify");
        announcer.setDaemon(true);
        announcer.start();
    }

    /** The server ended the session: it has to hear again that the bot is there. */
    synchronized void onSessionEnd() {
        announced = false;
        renewing = true;
    }

    /**
     * Says that the bot is there and waits for the answer, if a session ended since it was said
     * last: polls alone are refused again and again until the server has heard it. Whatever comes
     * of it, the next poll tells whether the session lives.
     */
    void renew() throws CallCancelledException, InterruptedException {
        if (!renewing) {
            return;
        }
        ObjectNode body = IlinkApi.JSON.createObjectNode();
        try {
            announced = api.attempt("msg/notifystart", body, probeTime(), scope).isOk();
            renewing = false;
        } catch (HttpCallException | HttpStatusException | PlatformException e) {
            LOG.info("{}: notifystart failed, polling all the same: {}", name(), e.getMessage());
        }
    }

    /** The server answered and takes the token. */
    void onContact() {
        if (!session.isExpired()) {
            inTouch = true;
            context.contact();
        }
    }

    /** The server was lost: there is nobody to say good-bye to. */
    void onConnectionLost() {
        inTouch = false;
    }

    /**
     * Asks whether the server is still there; used when a long poll brought no answer.
     *
     * @throws PlatformException if it is not, or does not take the token any more
     */
    void probe() throws PlatformException, CallCancelledException, InterruptedException {
        ObjectNode body = IlinkApi.JSON.createObjectNode();
        try {
            if (api.attempt("msg/notifystart", body, probeTime(), scope).isOk()) {
                announced = true;
                onContact();
            }
        } catch (HttpCallException e) {
            throw api.unreachable("long poll and notifystart", e.getMessage());
        } catch (HttpStatusException e) {
            if (e.isTransient()) {
                throw api.unreachable("long poll and notifystart", e.getMessage());
            }
            LOG.debug("{}: this server has no notifystart: {}", name(), e.getMessage());
        }
    }

    /** Says that the bot goes, if the server is there and takes the token. */
    void notifyStop(Duration within) throws InterruptedException {
        if (!inTouch || session.isExpired()) {
            return;
        }
        inTouch = false;
        try {
            call("notifystop", Durations.min(timeout, within), new CancellationScope());
        } catch (PlatformException e) {
            LOG.info("{}: notifystop failed, which does no harm: {}", name(), e.getMessage());
        } catch (CallCancelledException e) {
            LOG.debug("{}: notifystop cancelled", name());
        }
    }

    /** Ends the announcement, whose scope was cancelled. */
    void join(Duration within) throws InterruptedException {
        Thread running;
        synchronized (this) {
            running = announcer;
        }
        if (running != null) {
            running.join(Math.max(1, within.toMillis()));
        }
    }

    private void sendNotifyStart() {
        try {
            IlinkResponse answer = call("notifystart", timeout, scope);
            if (answer.isOk()) {
                announced = true;
                onContact();
            } else {
                LOG.info(
                        "{}: notifystart refused, which does no harm: {}", name(), answer.reason());
            }
        } catch (PlatformException e) {
            LOG.info("{}: notifystart failed, which does no harm: {}", name(), e.getMessage());
        } catch (CallCancelledException e) {
            LOG.debug("{}: notifystart cancelled", name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration probeTime() {
        return Durations.min(timeout, LONGEST_PROBE);
    }

    private IlinkResponse call(String method, Duration within, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        return api.call("msg/" + method, IlinkApi.JSON.createObjectNode(), within, scope);
    }

    private String name() {
        return context.platform();
    }
}
