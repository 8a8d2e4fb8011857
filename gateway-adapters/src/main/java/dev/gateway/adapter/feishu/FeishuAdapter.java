package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.connection.ConnectionRefusedException;
import dev.gateway.adapter.feishu.connection.ConnectionSession;
import dev.gateway.adapter.feishu.connection.Endpoint;
import dev.gateway.adapter.feishu.connection.ReconnectPolicy;
import dev.gateway.adapter.feishu.message.FeishuEventParser;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import dev.gateway.core.time.MonotonicClock;
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

/** The adapter for one app of Feishu or Lark. */
final class FeishuAdapter implements PlatformAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(FeishuAdapter.class);

    /**
     * The time to wait for an answer to CLOSE. A platform that has not answered by then will not,
     * and a successor waits for this process.
     */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    /** The part of a disconnect's time that is reserved for ending threads. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final FeishuSettings settings;
    private final PlatformContext context;
    private final HttpClient http;
    private final EndpointDiscovery discovery;
    private final FeishuEventParser reader;
    private final FeishuEventFacts facts;
    private final FeishuMessageLookup lookup;
    private final FeishuMediaDownloader media;
    private final FeishuAnswerSplitter splitter = new FeishuAnswerSplitter();
    private final FeishuMessageSender sender;
    private final TypingReaction typing;
    private final CancellationScope intake = new CancellationScope();
    private final CancellationScope downloads = new CancellationScope();
    private final ReconnectPolicy reconnect = new ReconnectPolicy(FeishuAdapter::randomPart);
    private final Semaphore serving = new Semaphore(1);
    private volatile ConnectionSession session;

    FeishuAdapter(FeishuSettings settings, PlatformContext context) {
        this.settings = settings;
        this.context = context;
        URI base = settings.base().orElse(FeishuSettings.FEISHU);
        http =
                new HttpClient(
                        "feishu-" + settings.name(),
                        settings.proxy(),
                        List.of(settings.appSecret()));
        var client = new RestClient(http, base);
        var api =
                new OpenApi(
                        client, new TenantTokenProvider(client, settings, MonotonicClock.start()));
        var sending = new CancellationScope();
        discovery = new EndpointDiscovery(client, settings);
        var directory = new FeishuDirectory(api, downloads);
        lookup = new FeishuMessageLookup(api, downloads, directory, context);
        facts =
                new FeishuEventFacts(
                        settings.appId(), new BotIdentity(api, intake), directory, lookup, context);
        reader = new FeishuEventParser(facts);
        media = new FeishuMediaDownloader(api, downloads);
        sender = new FeishuMessageSender(api, sending, facts::sent);
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
            if (!intake.cancelled() && context.mayPoll()) {
                connect();
            }
        } catch (ConnectionRefusedException e) {
            throw reconnect.refused(e.getMessage());
        } catch (CallCancelledException e) {
            LOG.debug("Feishu {}: stopped while connecting", settings.name());
        } finally {
            serving.release();
        }
    }

    private void connect()
            throws PlatformException,
                    ConnectionRefusedException,
                    CallCancelledException,
                    InterruptedException {
        Endpoint endpoint = discovery.discover(reconnect.config(), intake);
        reconnect.update(endpoint.config());
        var opened =
                new ConnectionSession(endpoint, settings.connection(), context, reader, intake);
        if (!context.mayPoll()) { // The discovery may have taken its time.
            return;
        }
        context.polling();
        opened.open(http, settings.connection());
        session = opened;
        LOG.debug("Feishu {}: connected, {}", settings.name(), endpoint);
        try {
            opened.run();
        } catch (ConnectionSession.ConnectionLostException e) {
            throw reconnect.lost("Feishu connection lost: " + e.getMessage());
        } finally {
            reconnect.update(opened.clientConfig());
        }
    }

    @Override
    public void stopIntake() {
        intake.cancel();
        ConnectionSession current = session;
        if (current != null) {
            current.wakeUp();
        }
    }

    @Override
    public List<String> split(String text) {
        return splitter.split(text);
    }

    @Override
    public List<MessagePart> split(MessagePart answer) {
        return splitter.split(answer);
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
    public InboundMessage complete(InboundMessage message, Duration within)
            throws InterruptedException {
        return lookup.complete(message, within);
    }

    @Override
    public Optional<Quote> resolve(Quote quote, Duration within) throws InterruptedException {
        return lookup.quote(quote.id(), within);
    }

    @Override
    public void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        try {
            media.download(file, into, within);
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable("Feishu was disconnected");
        }
    }

    @Override
    public void resume(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        fetch(file, into, within); // It goes on behind what is there.
    }

    @Override
    public void typing(String conversation, String replyContext, boolean on)
            throws InterruptedException {
        typing.show(replyContext, on);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Closes the WebSocket and waits for the platform's answer, so that it sends events to no
     * other connection than the next one; calls of the API go on.
     */
    @Override
    public void endSession(Duration within) throws PlatformException, InterruptedException {
        if (!closeConnection(Deadline.after(within))) {
            throw notEnded();
        }
    }

    @Override
    public boolean sendsAfterSession() {
        return true;
    }

    @Override
    public void disconnect(Duration within) throws PlatformException, InterruptedException {
        Deadline deadline = Deadline.after(within);
        downloads.cancel();
        boolean ended = false;
        try {
            ended = closeConnection(deadline);
        } finally {
            ended &= http.close(deadline.remaining());
        }
        if (!ended) {
            throw notEnded();
        }
    }

    /** Closes the connection; returns whether its threads ended in time. */
    private boolean closeConnection(Deadline deadline) throws InterruptedException {
        stopIntake();
        boolean ended = serving.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        if (ended) {
            serving.release();
        }
        ConnectionSession last = session;
        if (last != null) {
            last.close(
                    Durations.min(
                            Durations.max(Duration.ZERO, deadline.remaining().minus(RESERVE)),
                            CLOSE_WITHIN));
            ended &= last.awaitEnd(deadline.remaining().dividedBy(2));
        }
        return ended;
    }

    private PlatformException notEnded() {
        return new PlatformException.Unreachable(
                "Feishu " + settings.name() + ": a thread did not end in time");
    }

    private static Duration randomPart(Duration whole) {
        return whole.isZero()
                ? whole
                : Duration.ofNanos(ThreadLocalRandom.current().nextLong(whole.toNanos()));
    }
}
