package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indicator "typing…", which needs a ticket for each user. Tickets are kept for a while; after
 * each failure to get one the next request waits twice as long. Best effort: no failure is an
 * error. Thread-safe.
 */
final class WeixinTypingIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(WeixinTypingIndicator.class);
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration TICKET_LIFE = Duration.ofMinutes(10);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);
    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
    private static final int KEPT_TICKETS = 1000;
    private static final int SHOW = 1;
    private static final int HIDE = 2;

    private final IlinkApi api;
    private final LoginSession session;
    private final CancellationScope scope;
    private final Clock clock;
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final Map<String, Ticket> tickets =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Ticket> eldest) {
                    return size() > KEPT_TICKETS;
                }
            };

    /** A ticket, or (empty) the record of a failed request. */
    private record Ticket(String value, Instant until, Duration backoff) {}

    WeixinTypingIndicator(
            IlinkApi api, LoginSession session, CancellationScope scope, Clock clock) {
        this.api = api;
        this.session = session;
        this.scope = scope;
        this.clock = clock;
    }

    void set(String user, String contextToken, boolean on) throws InterruptedException {
        if (session.isExpired() || !on && !shown.contains(user)) {
            return;
        }
        try {
            Optional<String> ticket = ticket(user, contextToken);
            if (ticket.isPresent()) {
                send(user, ticket.get(), on, CALL);
            }
        } catch (PlatformException e) {
            LOG.debug("Typing was not shown: {}", e.getMessage());
        } catch (CallCancelledException e) {
            LOG.debug("Typing was cancelled");
        }
    }

    /** Hides every shown indicator within the time. */
    void hideAll(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        for (String user : shown) {
            Ticket ticket = known(user);
            Duration left = deadline.remaining();
            if (session.isExpired() || ticket == null || left.isZero()) {
                return;
            }
            try {
                send(user, ticket.value(), false, left);
            } catch (PlatformException e) {
                LOG.debug("Typing was not hidden: {}", e.getMessage());
            } catch (CallCancelledException e) {
                return;
            }
        }
    }

    private void send(String user, String ticket, boolean on, Duration within)
            throws PlatformException, CallCancelledException, InterruptedException {
        ObjectNode body =
                JsonCodec.MAPPER
                        .createObjectNode()
                        .put("ilink_user_id", user)
                        .put("typing_ticket", ticket)
                        .put("status", on ? SHOW : HIDE);
        if (on) {
            shown.add(user);
        } else {
            shown.remove(user);
        }
        if (!api.call("sendtyping", body, within, scope).isOk()) {
            forget(user);
        }
    }

    private Optional<String> ticket(String user, String contextToken)
            throws CallCancelledException, InterruptedException {
        Ticket known = known(user);
        if (known != null && clock.instant().isBefore(known.until())) {
            return Optional.of(known.value()).filter(value -> !value.isEmpty());
        }
        String value = "";
        ObjectNode body = JsonCodec.MAPPER.createObjectNode().put("ilink_user_id", user);
        if (!contextToken.isEmpty()) {
            body.put("context_token", contextToken);
        }
        try {
            IlinkResponse answer = api.call("getconfig", body, CALL, scope);
            value = answer.isOk() ? JsonFields.text(answer.body(), "typing_ticket") : "";
        } catch (PlatformException e) {
            LOG.debug("No typing ticket: {}", e.getMessage());
        }
        remember(user, value, known);
        return Optional.of(value).filter(ticket -> !ticket.isEmpty());
    }

    private void remember(String user, String value, Ticket before) {
        Duration backoff = FIRST_BACKOFF;
        if (value.isEmpty() && before != null && before.value().isEmpty()) {
            Duration doubled = before.backoff().multipliedBy(2);
            backoff = Durations.min(doubled, LONGEST_BACKOFF);
        }
        Instant until = clock.instant().plus(value.isEmpty() ? backoff : TICKET_LIFE);
        synchronized (tickets) {
            tickets.put(user, new Ticket(value, until, backoff));
        }
    }

    private Ticket known(String user) {
        synchronized (tickets) {
            return tickets.get(user);
        }
    }

    private void forget(String user) {
        synchronized (tickets) {
            tickets.remove(user);
        }
    }
}
