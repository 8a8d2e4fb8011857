package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.core.MonotonicClock;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One app of Feishu or Lark. */
final class FeishuAdapter implements PlatformAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(FeishuAdapter.class);

    /** A platform that does not answer CLOSE by then will not; a successor waits for us. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    /** What of a disconnect's time is kept for ending threads. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final Settings settings;
    private final PlatformContext context;
    private final AdapterHttp http;
    private final Discovery discovery;
    private final EventReader reader;
    private final Media media;
    private final Sender sender;
    private final TypingReaction typing;
    private final CallScope intake = new CallScope();
    private final CallScope downloads = new CallScope();
    private final Reconnect reconnect = new Reconnect(FeishuAdapter::randomPart);
    private final Semaphore serving = new Semaphore(1);
    private volatile Session session;

    FeishuAdapter(Settings settings, PlatformContext context) {
        this.settings = settings;
        this.context = context;
        URI base = settings.base().orElse(Settings.FEISHU);
        http =
                new AdapterHttp(
                        "feishu-" + settings.name(),
                        settings.proxy(),
                        List.of(settings.appSecret()));
        var calls = new Calls(http, base);
        var api = new OpenApi(calls, new TenantToken(calls, settings, MonotonicClock.start()));
        var sending = new CallScope();
        discovery = new Discovery(calls, settings);
        reader = new EventReader(new BotIdentity(api, intake));
        media = new Media(api, downloads);
        sender = new Sender(api, sending);
        typing = new TypingReaction(api, sending, settings.typingReaction());
    }

    @Override
    public void serve() throws PlatformException, InterruptedException {
        if (settings.base().isEmpty()) {
            throw new PlatformException.Rejected(
                    "Feishu domain '"
                            + settings.domain()
                            + "' of "
                            + settings.name()
                            + " is not known",
                    "Set domain: feishu or domain: lark.");
        }
        serving.acquire();
        try {
            if (!intake.cancelled()) {
                connect();
            }
        } catch (Refused e) {
            throw reconnect.refused(e.getMessage());
        } catch (CallCancelledException e) {
            LOG.debug("Feishu {}: stopped while connecting", settings.name());
        } finally {
            serving.release();
        }
    }

    private void connect()
            throws PlatformException, Refused, CallCancelledException, InterruptedException {
        Endpoint endpoint = discovery.discover(reconnect.asked(), intake);
        reconnect.told(endpoint.config());
        var opened = new Session(endpoint, settings, context, reader, intake);
        opened.open(http, settings);
        session = opened;
        LOG.debug("Feishu {}: connected, {}", settings.name(), endpoint);
        try {
            opened.run();
        } catch (Session.Lost e) {
            throw reconnect.lost("Feishu connection lost: " + e.getMessage());
        } finally {
            reconnect.told(opened.asked());
        }
    }

    @Override
    public void stopIntake() {
        intake.cancel();
        Session current = session;
        if (current != null) {
            current.wake();
        }
    }

    @Override
    public List<String> split(String text) {
        return TextSplitter.TEXT.split(text);
    }

    @Override
    public Optional<String> send(OutboundMessage message)
            throws PlatformException, InterruptedException {
        try {
            return sender.send(message);
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable("Feishu was disconnected");
        }
    }

    @Override
    public void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        try {
            media.load(file, into, within);
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable("Feishu was disconnected");
        }
    }

    @Override
    public void typing(String conversation, String replyContext, boolean on)
            throws InterruptedException {
        typing.show(replyContext, on);
    }

    @Override
    public void disconnect(Duration within) throws PlatformException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        stopIntake();
        downloads.cancel();
        boolean ended = false;
        try {
            ended = serving.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS);
            if (ended) {
                serving.release();
            }
            Session last = session;
            if (last != null) {
                last.close(shorter(left(deadline).minus(RESERVE), CLOSE_WITHIN));
                ended &= last.awaitEnd(left(deadline).dividedBy(2));
            }
        } finally {
            ended &= http.close(left(deadline));
        }
        if (!ended) {
            throw new PlatformException.Unreachable(
                    "Feishu " + settings.name() + ": a thread did not end in time");
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static Duration shorter(Duration one, Duration other) {
        Duration least = one.compareTo(other) < 0 ? one : other;
        return least.isNegative() ? Duration.ZERO : least;
    }

    private static Duration randomPart(Duration whole) {
        return whole.isZero()
                ? whole
                : Duration.ofNanos(ThreadLocalRandom.current().nextLong(whole.toNanos()));
    }
}
