package dev.gateway.adapter.weixin;

import dev.gateway.adapter.markdown.MarkdownSplitter;
import dev.gateway.adapter.markdown.WeixinMarkdown;
import dev.gateway.adapter.text.TextSplitter;
import dev.gateway.adapter.weixin.media.CdnClient;
import dev.gateway.adapter.weixin.media.WeixinMediaDownloader;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.ConnectionPool;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.http.LongPollClient;
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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The adapter for one Weixin account. The first poll goes out at once, because a successor must not
 * leave a gap; {@code notifystart} runs beside it. The end of the session ends the poll, stores
 * messages in transit, and gives {@code notifystop} the time that its own timeout and the deadline
 * allow; a disconnect then ends every call, connection and thread.
 */
final class WeixinAdapter implements PlatformAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(WeixinAdapter.class);

    /**
     * The limit of the vendor's own client; a user's message allows ten of the bot's, so short
     * pieces cost answers. The server refuses more than 16 KiB of UTF-8: a UTF-16 unit takes at
     * most three bytes, so 4,000 of them stay below.
     */
    private static final int LONGEST_TEXT = 4000;

    private static final TextSplitter TEXT = TextSplitter.keeping(LONGEST_TEXT);
    private static final MarkdownSplitter MARKDOWN =
            new MarkdownSplitter(LONGEST_TEXT, String::length);

    /**
     * The time for a response in transit, for a server that is slow to notice the end of a poll.
     */
    private static final Duration LAST_REPLY = Duration.ofSeconds(1);

    private static final Duration HIDING = Duration.ofSeconds(1);

    private final PlatformContext context;
    private final HttpClient http;
    private final LongPollClient polls;
    private final CancellationScope intake = new CancellationScope();
    private final CancellationScope calls = new CancellationScope();
    private final CancellationScope downloads = new CancellationScope();
    private final Semaphore serving = new Semaphore(1);
    private final PresenceNotifier presence;
    private final WeixinUpdateProcessor processor;
    private final WeixinUpdatePoller poller;
    private final WeixinMediaDownloader media;
    private final WeixinMessageSender sender;
    private final WeixinTypingIndicator typing;

    WeixinAdapter(
            WeixinSettings settings,
            PlatformContext context,
            Clock clock,
            ConnectionPool connections) {
        this.context = context;
        this.http =
                new HttpClient(
                        "weixin-" + context.platform(),
                        settings.proxy(),
                        List.of(settings.token()),
                        connections);
        this.polls =
                new LongPollClient(
                        "weixin-" + context.platform() + "-poll",
                        IlinkApi.LARGEST_ANSWER,
                        settings.proxy());
        Clock monotonic = MonotonicClock.start();
        var session = new LoginSession(context.platform(), monotonic);
        var api = new IlinkApi(settings, http, polls, session, this::unreadable);
        var cdn = new CdnClient(settings.cdn(), http);
        this.media =
                new WeixinMediaDownloader(
                        cdn, settings.mediaLimit(), settings.loadTimeout(), downloads);
        this.presence =
                new PresenceNotifier(api, session, settings.notifyTimeout(), context, intake);
        var duplicates = new DuplicateDetector(context);
        this.processor =
                new WeixinUpdateProcessor(
                        context,
                        new WeixinMessageParser(clock, duplicates, context::said),
                        duplicates);
        this.poller =
                new WeixinUpdatePoller(
                        api,
                        context,
                        intake,
                        session,
                        processor,
                        presence,
                        new PollTimeout(settings.api()));
        this.sender =
                new WeixinMessageSender(
                        api,
                        session,
                        new ContextTokenStore(context),
                        new WeixinMediaUploader(
                                api, cdn, settings.mediaLimit(), settings.mediaTimeout(), calls),
                        calls);
        this.typing = new WeixinTypingIndicator(api, session, calls, monotonic);
    }

    private void unreadable(String what) {
        LOG.error("{}: {}", context.platform(), what);
        context.unreadable(what);
    }

    @Override
    public void serve() throws PlatformException, InterruptedException {
        serving.acquire();
        try {
            if (!intake.cancelled() && context.mayPoll()) {
                presence.renew();
                presence.notifyStart();
                poller.run();
            }
        } catch (CallCancelledException e) {
            LOG.debug("{}: the poll was cancelled", context.platform());
        } catch (PlatformException.NotAccepted e) {
            throw e;
        } catch (PlatformException.Expired e) {
            presence.onSessionEnd();
            presence.onConnectionLost();
            throw e;
        } catch (PlatformException e) {
            presence.onConnectionLost();
            throw e;
        } finally {
            serving.release();
        }
    }

    @Override
    public void stopIntake() {
        polls.end();
        intake.cancel();
    }

    @Override
    public List<String> split(String text) {
        return TEXT.split(text);
    }

    /**
     * Splits an answer into its pieces of text and its files: a message holds one item. Clients
     * render Markdown by themselves, except for images.
     */
    @Override
    public List<MessagePart> split(MessagePart answer) {
        List<MessagePart> parts = new ArrayList<>();
        if (!answer.text().isBlank()) {
            pieces(answer)
                    .forEach(text -> parts.add(new MessagePart(text, List.of(), answer.format())));
        }
        answer.attachments()
                .forEach(file -> parts.add(new MessagePart("", List.of(file), answer.format())));
        return parts;
    }

    private static List<String> pieces(MessagePart answer) {
        return answer.format() == TextFormat.MARKDOWN
                ? MARKDOWN.split(WeixinMarkdown.of(answer.text())).stream()
                        .flatMap(piece -> TEXT.split(piece).stream())
                        .toList()
                : TEXT.split(answer.text());
    }

    @Override
    public Optional<String> send(OutboundMessage message)
            throws PlatformException, InterruptedException {
        try {
            return sender.send(message);
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable("Weixin is disconnected");
        }
    }

    /** Returns a stored message; a message that quotes it must not be lost for want of it. */
    private Optional<Quote> said(String messageId) {
        try {
            return context.said(messageId);
        } catch (UncheckedIOException e) {
            LOG.warn("{}: a quoted message cannot be looked up", context.platform(), e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Quote> resolve(Quote quote, Duration within) {
        return said(quote.id());
    }

    @Override
    public void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        try {
            media.download(file, into, within);
        } catch (CallCancelledException e) {
            throw new PlatformException.Unreachable("Weixin is disconnected");
        }
    }

    @Override
    public void typing(String conversation, String replyContext, boolean on)
            throws InterruptedException {
        typing.set(conversation, replyContext, on);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Stores a response in transit and tells the server that this poller is gone. Typing hints
     * of handlers that go on stay, and so does everything that sends.
     */
    @Override
    public void endSession(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        takeLastReply(deadline);
        presence.notifyStop(deadline.remaining().multipliedBy(19).dividedBy(20));
    }

    @Override
    public boolean sendsAfterSession() {
        return true;
    }

    @Override
    public void disconnect(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        downloads.cancel();
        try {
            takeLastReply(deadline);
            typing.hideAll(Durations.min(HIDING, deadline.remaining().dividedBy(4)));
            presence.notifyStop(deadline.remaining().multipliedBy(19).dividedBy(20));
        } finally {
            calls.cancel();
            polls.close(deadline.remaining());
            http.close(deadline.remaining());
            presence.join(deadline.remaining());
        }
    }

    /** Ends the poll, and stores a response in transit. */
    private void takeLastReply(Deadline deadline) throws InterruptedException {
        stopIntake();
        if (serving.tryAcquire(deadline.remaining().toNanos() / 2, TimeUnit.NANOSECONDS)) {
            takeLastReply(Durations.min(LAST_REPLY, deadline.remaining().dividedBy(4)));
        }
        if (processor.notStored() > 0) {
            LOG.warn(
                    "{}: {} messages were delivered but not stored; Weixin may not repeat them",
                    context.platform(),
                    processor.notStored());
        }
    }

    /** Stores a response in transit; releases {@link #serving} only then, and polls no more. */
    private void takeLastReply(Duration within) throws InterruptedException {
        try {
            Optional<HttpResponse<byte[]>> reply = polls.lateResponse(within);
            if (reply.isPresent()) {
                poller.takeLate(reply.get());
            }
        } finally {
            serving.release();
        }
    }
}
