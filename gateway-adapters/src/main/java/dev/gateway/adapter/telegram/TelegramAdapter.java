package dev.gateway.adapter.telegram;

import dev.gateway.adapter.telegram.outgoing.AnswerPartitioner;
import dev.gateway.adapter.text.TextSplitter;
import dev.gateway.core.concurrent.InFlightTracker;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.ConnectionPool;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.Deadline;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The adapter for one bot. Polls, typing hints, downloads and answers have a scope each: polls end
 * first, hints and downloads end at the disconnect, answers may finish.
 */
final class TelegramAdapter implements PlatformAdapter {

    /** The longest text in UTF-16 units; the server counts after removing the formatting. */
    private static final int TEXT = 4096;

    private final CancellationScope polls = new CancellationScope();
    private final CancellationScope sends = new CancellationScope();
    private final CancellationScope hints = new CancellationScope();
    private final CancellationScope downloads = new CancellationScope();
    private final InFlightTracker<Object> inFlight = new InFlightTracker<>();
    private final TextSplitter splitter = TextSplitter.trimming(TEXT);
    private final HttpClient http;
    private final TelegramUpdatePoller poller;
    private final TelegramMediaDownloader media;
    private final TelegramMessageSender sender;

    TelegramAdapter(
            TelegramSettings settings,
            PlatformContext context,
            Clock clock,
            ConnectionPool connections) {
        http =
                new HttpClient(
                        "telegram-" + settings.name(),
                        settings.proxy(),
                        settings.secrets(),
                        connections);
        var api = new BotApi(settings, http);
        var migrations = new ChatMigrationRegistry(context);
        var processor =
                new TelegramUpdateProcessor(
                        context,
                        polls,
                        parser(settings, api, clock),
                        new CallbackAcknowledger(api, polls),
                        migrations);
        poller = new TelegramUpdatePoller(settings, context, api, polls, processor);
        media = new TelegramMediaDownloader(api, settings, downloads);
        sender = new TelegramMessageSender(settings, api, sends, hints, migrations);
    }

    private TelegramUpdateParser parser(TelegramSettings settings, BotApi api, Clock clock) {
        return new TelegramUpdateParser(
                new TelegramMessageParser(settings.botId(), new BotUsername(api, polls), clock),
                clock);
    }

    @Override
    public void serve() throws PlatformException, InterruptedException {
        Object call = new Object();
        if (polls.cancelled() || !inFlight.tryStart(call)) {
            return;
        }
        try {
            poller.run();
        } catch (CallCancelledException e) {
            // Stopped on request: the only regular end of serving.
        } finally {
            inFlight.finish(call);
        }
    }

    @Override
    public void stopIntake() {
        polls.cancel();
    }

    @Override
    public List<String> split(String text) {
        return splitter.split(text);
    }

    @Override
    public List<MessagePart> split(MessagePart answer) {
        return AnswerPartitioner.split(answer);
    }

    @Override
    public Optional<String> send(OutboundMessage message)
            throws PlatformException, InterruptedException {
        Object call = new Object();
        if (!inFlight.tryStart(call)) {
            throw new Unreachable("Telegram is disconnected");
        }
        try {
            return sender.send(message);
        } catch (CallCancelledException e) {
            throw new Unreachable("Telegram was disconnected before it answered");
        } finally {
            inFlight.finish(call);
        }
    }

    @Override
    public void fetch(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        Object call = new Object();
        if (!inFlight.tryStart(call)) {
            throw new Unreachable("Telegram is disconnected");
        }
        try {
            media.download(file, into, within);
        } catch (CallCancelledException e) {
            throw new Unreachable("Telegram was disconnected before the file was loaded");
        } finally {
            inFlight.finish(call);
        }
    }

    @Override
    public void resume(RemoteAttachment file, Path into, Duration within)
            throws PlatformException, InterruptedException {
        fetch(file, into, within);
    }

    @Override
    public void typing(String conversation, String replyContext, boolean on)
            throws InterruptedException {
        Object call = new Object();
        if (!on || !inFlight.tryStart(call)) {
            return;
        }
        try {
            sender.typing(conversation);
        } catch (CallCancelledException e) {
            // Disconnected: no hint is shown any more.
        } finally {
            inFlight.finish(call);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The server knows a poller by its poll alone, which has ended.
     */
    @Override
    public void endSession(Duration within) {
        polls.cancel();
    }

    @Override
    public boolean sendsAfterSession() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Answers in flight get half of the time, because an interrupted answer is sent twice. There
     * is no last poll that confirms the offset: it could bring messages that are not received any
     * more.
     */
    @Override
    public void disconnect(Duration within) throws PlatformException, InterruptedException {
        Deadline deadline = Deadline.after(within);
        polls.cancel();
        hints.cancel();
        downloads.cancel();
        inFlight.close();
        boolean quiet;
        boolean closed;
        try {
            inFlight.awaitEmpty(within.dividedBy(2));
            sends.cancel();
            quiet = inFlight.awaitEmpty(deadline.remaining());
            closed = http.close(deadline.remaining());
        } catch (InterruptedException e) {
            sends.cancel();
            http.close(Duration.ZERO);
            throw e;
        }
        if (!quiet || !closed) {
            throw new Unreachable(
                    "Telegram disconnect left "
                            + (quiet ? "a thread of its connections" : "a call of the gateway")
                            + " behind after "
                            + within.toMillis()
                            + " ms");
        }
    }
}
