package dev.gateway.core.message;

import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.time.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The gateway's own account of a platform's limits for sending. In memory: a restart takes longer
 * than the short limits, and the platform itself keeps the long ones. Thread-safe.
 */
final class SendPacer {

    private static final long SWEEP_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final Map<String, SendWindow> chats = new HashMap<>();
    private SendLimits limits = SendLimits.NONE;
    private SendWindow account = new SendWindow(limits.account());
    private long sweptAt;

    /**
     * Creates an account without messages.
     *
     * @param nanoTime the monotonic time in nanoseconds
     */
    SendPacer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.sweptAt = nanoTime.getAsLong();
    }

    /** Changes the limits; other limits begin without messages. */
    synchronized void keepTo(SendLimits wanted) {
        if (wanted != limits) {
            limits = wanted;
            account = new SendWindow(wanted.account());
            chats.clear();
        }
    }

    /** Returns the number of messages that the account may send now, at most {@code most}. */
    synchronized int room(int most) {
        return account.room(most, nanoTime.getAsLong());
    }

    /** Returns the time until the account may send another message; zero if it may now. */
    synchronized Duration untilRoom() {
        return account.untilRoom(nanoTime.getAsLong());
    }

    /**
     * Begins a message if its chat and the account may send one now.
     *
     * @return zero if it was begun; otherwise the time until the next attempt
     */
    synchronized Duration begin(String conversation) {
        long now = nanoTime.getAsLong();
        String chat = limits.chat(conversation);
        var limitsOfChat = limits.of(chat);
        if (limitsOfChat.isEmpty() && limits.account().isEmpty()) {
            return Duration.ZERO;
        }
        sweep(now);
        SendWindow window = chats.computeIfAbsent(chat, key -> new SendWindow(limitsOfChat));
        Duration wait = Durations.max(window.untilRoom(now), account.untilRoom(now));
        if (wait.isZero()) {
            window.begin();
            account.begin();
        }
        return wait;
    }

    /** Ends a message that was begun, sent or not. */
    synchronized void end(String conversation) {
        SendWindow window = chats.get(limits.chat(conversation));
        if (window != null) {
            long now = nanoTime.getAsLong();
            window.end(now);
            account.end(now);
        }
    }

    private void sweep(long now) {
        if (now - sweptAt >= SWEEP_INTERVAL) {
            sweptAt = now;
            chats.values().removeIf(window -> window.isIdle(now));
        }
    }
}
