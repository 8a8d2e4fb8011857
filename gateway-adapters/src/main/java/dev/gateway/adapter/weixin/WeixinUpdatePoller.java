package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The polling loop. The messages of each response are stored before the next poll. */
final class WeixinUpdatePoller {

    private static final Logger LOG = LoggerFactory.getLogger(WeixinUpdatePoller.class);
    private static final long HELD_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_SHIFT = 5;

    private final IlinkApi api;
    private final PlatformContext context;
    private final CancellationScope intake;
    private final LoginSession session;
    private final WeixinUpdateProcessor processor;
    private final PresenceNotifier presence;
    private final PollTimeout timeout;
    private int idleAtOnce;

    WeixinUpdatePoller(
            IlinkApi api,
            PlatformContext context,
            CancellationScope intake,
            LoginSession session,
            WeixinUpdateProcessor processor,
            PresenceNotifier presence,
            PollTimeout timeout) {
        this.api = api;
        this.context = context;
        this.intake = intake;
        this.session = session;
        this.processor = processor;
        this.presence = presence;
        this.timeout = timeout;
    }

    /** Polls until the intake is cancelled or a poll fails. */
    void run() throws PlatformException, CallCancelledException, InterruptedException {
        processor.resume();
        String cursor = context.cursor().orElse("");
        context.polling();
        while (!intake.cancelled() && context.mayPoll()) {
            long begun = System.nanoTime();
            ObjectNode body = JsonCodec.MAPPER.createObjectNode().put("get_updates_buf", cursor);
            IlinkResponse answer;
            try {
                answer = api.poll(body, timeout.next());
            } catch (HttpStatusException e) {
                if (e.isEdgeTimeout()) {
                    timeout.onEdgeTimeout();
                }
                throw api.unreachable(IlinkApi.POLL, e.getMessage());
            } catch (HttpCallException e) {
                if (e.kind() != HttpCallException.Kind.TIMEOUT) {
                    throw api.unreachable(IlinkApi.POLL, e.getMessage());
                }
                // Mostly an idle account, but a dead connection looks the same.
                presence.probe();
                continue;
            }
            cursor = take(answer, cursor, System.nanoTime() - begun);
        }
    }

    /** Stores a response that came after its poll was given up; polls no more. */
    void takeLate(HttpResponse<byte[]> reply) throws InterruptedException {
        try {
            take(api.answer(reply), context.cursor().orElse(""), 0);
        } catch (PlatformException | HttpStatusException e) {
            LOG.info("{}: the last poll ended with: {}", context.platform(), e.getMessage());
        } catch (CallCancelledException e) {
            LOG.debug("{}: the last poll was cancelled", context.platform());
        }
    }

    private String take(IlinkResponse answer, String cursor, long tookNanos)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (!answer.isOk()) {
            throw answer.code() == IlinkResponse.REFUSED
                    ? new PlatformException.Throttled(
                            "Weixin refused the poll: " + answer.reason(), Duration.ofSeconds(30))
                    : api.unreachable(IlinkApi.POLL, answer.reason());
        }
        session.markAlive();
        presence.onContact();
        timeout.suggest(JsonFields.number(answer.body(), "longpolling_timeout_ms"));
        String given = JsonFields.text(answer.body(), "get_updates_buf");
        String next = given.isEmpty() ? cursor : given;
        boolean empty = answer.body().path("msgs").isEmpty();
        if (!empty || !next.equals(cursor)) {
            processor.process(answer.body().path("msgs"), next);
        }
        pace(empty, next.equals(cursor), tookNanos);
        return next;
    }

    /**
     * Pauses after a response that came at once without progress, so that such a server is not
     * polled in a tight loop.
     */
    private void pace(boolean empty, boolean sameCursor, long tookNanos)
            throws InterruptedException {
        if (!sameCursor && !empty || tookNanos >= HELD_NANOS) {
            idleAtOnce = 0;
            return;
        }
        idleAtOnce = empty ? Math.min(idleAtOnce + 1, LONGEST_PAUSE_SHIFT) : 0;
        intake.pause(Duration.ofMillis(SHORTEST_PAUSE_MILLIS << idleAtOnce));
    }
}
