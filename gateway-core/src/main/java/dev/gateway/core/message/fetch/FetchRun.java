package dev.gateway.core.message.fetch;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.retry.RetryUntilStored;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The completion of one message before its handler: what it quotes and its files, from the claim to
 * the stored result. Files are loaded one after the other; a failed one is named in the text. Used
 * by one thread at a time, except {@link #release}.
 */
public final class FetchRun {

    private static final Logger LOG = LoggerFactory.getLogger(FetchRun.class);
    private static final int MAX_REASON = 200;

    /**
     * The multiple of the usual time limit if the file cannot be stored: the operator may take a
     * while to free a full disk.
     */
    private static final int STORE_FACTOR = 10;

    /**
     * The part of a file that an attempt has to add to count as progress, after which the failures
     * before it no longer count.
     */
    private static final long PROGRESS = 256 << 10;

    private final ClaimedMessage claim;
    private final Inbox inbox;
    private final FetchSettings settings;
    private final EventStream events;
    private final List<Attachment> loaded = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final long began = System.nanoTime();
    private int next;
    private int failures;
    private int stalls;
    private long firstFailure;
    private long reached;
    private MessageContext context;
    private Runnable current;
    private boolean released;

    public FetchRun(ClaimedMessage claim, Inbox inbox, FetchSettings settings, EventStream events) {
        this.claim = claim;
        this.inbox = inbox;
        this.settings = settings;
        this.events = events;
        this.context = claim.message().context();
    }

    /** Returns whether a message lacks something that is not at hand. */
    public static boolean isNeededFor(InboundMessage message) {
        return !message.remote().isEmpty()
                || message.context().replyTo().filter(Quote::isBare).isPresent();
    }

    /** Returns whether it downloads files, which may take long. */
    boolean hasFiles() {
        return !claim.message().remote().isEmpty();
    }

    ClaimedMessage claim() {
        return claim;
    }

    String platform() {
        return claim.platform();
    }

    /** Ends the call in progress; nothing is stored afterwards. */
    synchronized void release() {
        released = true;
        if (current != null) {
            current.run();
        }
    }

    /**
     * Looks up what the message quotes, downloads the remaining files and stores the result.
     *
     * @return the pause before the next attempt; empty if nothing is left to do
     */
    Optional<Duration> load(PlatformAdapter adapter, ScheduledExecutorService timer)
            throws InterruptedException {
        InboundMessage message = claim.message();
        resolveQuote(adapter, timer);
        while (next < message.remote().size()) {
            RemoteAttachment file = message.remote().get(next);
            FileFetch fetch = fileFetch(file);
            if (!begin(fetch::end)) {
                return Optional.empty();
            }
            try {
                loaded.add(run(fetch, adapter, timer));
                recordSuccess();
            } catch (PlatformException.Unavailable e) {
                abandon(file, e.getMessage());
            } catch (FileFetch.StalledException e) {
                stalls++;
                if (failed(file, e.getMessage(), stalls >= settings.maxStalls())) {
                    return pause(Duration.ZERO);
                }
            } catch (PlatformException.Throttled e) {
                if (failed(file, e.getMessage(), isOverdue(1))) {
                    return pause(e.retryAfter());
                }
            } catch (PlatformException e) {
                if (failed(file, e.getMessage(), isOverdue(1))) {
                    return pause(Duration.ZERO);
                }
            } catch (IOException e) {
                if (failed(file, "it could not be stored: " + e, isOverdue(STORE_FACTOR))) {
                    return pause(Duration.ZERO);
                }
            } catch (RuntimeException | Error e) {
                LOG.error("Loading a file of {} failed unexpectedly", claim.id(), e);
                if (failed(file, "internal error", isOverdue(1))) {
                    return pause(Duration.ZERO);
                }
            }
        }
        store();
        return Optional.empty();
    }

    private void resolveQuote(PlatformAdapter adapter, ScheduledExecutorService timer)
            throws InterruptedException {
        Optional<Quote> bare = context.replyTo().filter(Quote::isBare);
        if (bare.isPresent()) {
            var resolution = new QuoteResolution(bare.get());
            if (begin(resolution::end)) {
                Quote quote = resolution.run(adapter, settings.quote(), timer);
                context = context.toBuilder().replyTo(Optional.of(quote)).build();
            }
        }
    }

    private FileFetch fileFetch(RemoteAttachment file) {
        Path folder = settings.folder().apply(platform());
        return new FileFetch(file, folder, claim.id(), next, settings);
    }

    /** Runs one attempt; one that has made progress ends the series of failures before it. */
    private Attachment run(FileFetch fetch, PlatformAdapter adapter, ScheduledExecutorService timer)
            throws PlatformException,
                    FileFetch.StalledException,
                    IOException,
                    InterruptedException {
        try {
            return fetch.run(adapter, timer);
        } finally {
            long now = fetch.partSize();
            if (now >= reached + PROGRESS) {
                reached = now;
                failures = 0;
                stalls = 0;
            }
        }
    }

    /** Sets how {@link #release} ends the next call; returns false if it was called already. */
    private synchronized boolean begin(Runnable end) {
        current = end;
        return !released;
    }

    private void recordSuccess() {
        next++;
        failures = 0;
        stalls = 0;
        reached = 0;
    }

    /**
     * Records a failed attempt; returns false if it was the last one, or if the download was
     * released.
     */
    private boolean failed(RemoteAttachment file, String reason, boolean last) {
        if (isReleased()) {
            return false;
        }
        if (failures++ == 0) {
            firstFailure = System.nanoTime();
        }
        LOG.warn("{} of {}, attempt {}: {}", file.name(), claim.id(), failures, reason);
        if (last) {
            abandon(file, reason);
        }
        return !last;
    }

    private boolean isOverdue(int times) {
        return failures > 0
                && System.nanoTime() - firstFailure
                        > settings.giveUpAfter().multipliedBy(times).toNanos();
    }

    private Optional<Duration> pause(Duration least) {
        Duration pause = settings.pauses().after(failures);
        return Optional.of(Durations.max(pause, least));
    }

    private void abandon(RemoteAttachment file, String reason) {
        String line = reason.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        missing.add(
                "[%s %s is not available: %s]"
                        .formatted(
                                file.kind().name().toLowerCase(Locale.ROOT),
                                file.name(),
                                line.length() <= MAX_REASON
                                        ? line
                                        : line.substring(0, MAX_REASON) + "…"));
        LOG.warn("{} of {} is not available: {}", file.name(), claim.id(), line);
        fileFetch(file).discard();
        recordSuccess();
    }

    private synchronized boolean isReleased() {
        return released;
    }

    private void store() throws InterruptedException {
        if (isReleased()) {
            return;
        }
        List<Attachment> all = new ArrayList<>(claim.message().attachments());
        all.addAll(loaded);
        List<String> lines = new ArrayList<>();
        if (!claim.message().text().isEmpty()) {
            lines.add(claim.message().text());
        }
        lines.addAll(missing);
        String text = String.join("\n", lines);
        if (RetryUntilStored.retryUntilStored(() -> inbox.loaded(claim, all, text, context))) {
            events.publish(
                    EventType.attachmentsLoaded(
                            claim.id(),
                            claim.platform(),
                            loaded.size(),
                            missing.size(),
                            Duration.ofNanos(System.nanoTime() - began)));
        }
    }
}
