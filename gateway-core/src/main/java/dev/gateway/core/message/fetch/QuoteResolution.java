package dev.gateway.core.message.fetch;

import dev.gateway.core.concurrent.InterruptibleSection;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.Quote;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The completion of one quote of which only the id is known: bounded, best effort, tried once. */
final class QuoteResolution {

    private static final Logger LOG = LoggerFactory.getLogger(QuoteResolution.class);

    /** The text of a quote that cannot be completed. */
    private static final String NOT_AVAILABLE = "[not available]";

    private final Quote quote;
    private final InterruptibleSection call = new InterruptibleSection();

    QuoteResolution(Quote quote) {
        this.quote = quote;
    }

    /** Returns the quote with its content, or with a note that it is not available. */
    Quote run(PlatformAdapter adapter, Duration within, ScheduledExecutorService timer)
            throws InterruptedException {
        ScheduledFuture<?> deadline =
                timer.schedule(call::expire, 2 * within.toMillis(), TimeUnit.MILLISECONDS);
        try {
            Optional<Quote> found = call.call(() -> adapter.resolve(quote, within));
            return found.filter(one -> !one.isBare()).orElseGet(this::withoutContent);
        } catch (InterruptibleSection.ExpiredException e) {
            LOG.warn("A quoted message was not found within {} s", within.toSeconds());
            return withoutContent();
        } catch (RuntimeException | Error e) {
            LOG.error("Looking up a quoted message failed unexpectedly", e);
            return withoutContent();
        } finally {
            deadline.cancel(false);
        }
    }

    /** Ends the call at once. */
    void end() {
        call.expire();
    }

    private Quote withoutContent() {
        return quote.withText(NOT_AVAILABLE);
    }
}
