package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.time.Durations;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls {@code notifystart} and {@code notifystop}: best effort, each with a timeout of its
 * own, never delaying a poll. A successful {@code notifystart} proves that the server is reachable
 * and accepts the token, so it counts as contact: the first long poll may have no response for 35
 * s.
 */
final class PresenceNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceNotifier.class);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(5);

    private final IlinkApi api;
    private final LoginSession session;
    private final Duration timeout;
    private final PlatformContext context;
    private final CancellationScope scope;
    private Thread notifier;
    private volatile boolean notified;
    private volatile boolean inContact;
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

    /** Notifies the server in the background that the bot is online, until it succeeds once. */
    synchronized void notifyStart() {
        if (notified || notifier != null && notifier.isAlive()) {
            return;
        }
        notifier = new Thread(this::sendNotifyStart, "weixin-" + context.platform() + "-notify");
        notifier.setDaemon(true);
        notifier.start();
    }

    /** Records that the server ended the session and has to be notified again. */
    synchronized void onSessionEnd() {
        notified = false;
        renewing = true;
    }

    /**
     * Notifies the server and waits for the response, if a session ended since the last
     * notification: the server refuses polls until it was notified. The result is ignored, because
     * the next poll shows whether the session is valid.
     */
    void renew() throws CallCancelledException, InterruptedException {
        if (!renewing) {
            return;
        }
        ObjectNode body = JsonCodec.MAPPER.createObjectNode();
        try {
            notified = api.attempt("msg/notifystart", body, probeTime(), scope).isOk();
            renewing = false;
        } catch (HttpCallException | HttpStatusException | PlatformException e) {
            LOG.info("{}: notifystart failed, polling all the same: {}", name(), e.getMessage());
        }
    }

    /** Records that the server responded and accepts the token. */
    void onContact() {
        if (!session.isExpired()) {
            inContact = true;
            context.contact();
        }
    }

    /** Records that the server is unreachable: it cannot be notified of a stop. */
    void onConnectionLost() {
        inContact = false;
    }

    /**
     * Checks whether the server is reachable, after a long poll without a response.
     *
     * @throws PlatformException if it is not, or no longer accepts the token
     */
    void probe() throws PlatformException, CallCancelledException, InterruptedException {
        ObjectNode body = JsonCodec.MAPPER.createObjectNode();
        try {
            if (api.attempt("msg/notifystart", body, probeTime(), scope).isOk()) {
                notified = true;
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

    /** Notifies the server that the bot goes offline, if it is reachable and accepts the token. */
    void notifyStop(Duration within) throws InterruptedException {
        if (!inContact || session.isExpired()) {
            return;
        }
        inContact = false;
        try {
            call("notifystop", Durations.min(timeout, within), new CancellationScope());
        } catch (PlatformException e) {
            LOG.info("{}: notifystop failed, which does no harm: {}", name(), e.getMessage());
        } catch (CallCancelledException e) {
            LOG.debug("{}: notifystop cancelled", name());
        }
    }

    /** Ends the background notification, whose scope was cancelled. */
    void join(Duration within) throws InterruptedException {
        Thread running;
        synchronized (this) {
            running = notifier;
        }
        if (running != null) {
            running.join(Math.max(1, within.toMillis()));
        }
    }

    private void sendNotifyStart() {
        try {
            IlinkResponse answer = call("notifystart", timeout, scope);
            if (answer.isOk()) {
                notified = true;
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
        return api.call("msg/" + method, JsonCodec.MAPPER.createObjectNode(), within, scope);
    }

    private String name() {
        return context.platform();
    }
}
