package dev.gateway.core.message;

import dev.gateway.core.platform.SendLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The recent messages of one chat or account, against its limits. A message counts from its start
 * until the period of a limit after its end: the platform saw it at some time in between.
 */
final class SendWindow {

    private final List<SendLimit> limits;
    private final long longest;
    private final Deque<Long> ends = new ArrayDeque<>();
    private int sending;

    SendWindow(List<SendLimit> limits) {
        this.limits = List.copyOf(limits);
        this.longest = limits.stream().mapToLong(limit -> limit.per().toNanos()).max().orElse(0);
    }

    /** Returns the time until another message may be sent; zero if it may be sent now. */
    Duration untilRoom(long now) {
        forgetOld(now);
        long wait = 0;
        for (SendLimit limit : limits) {
            wait = Math.max(wait, untilRoom(limit, now));
        }
        return Duration.ofNanos(wait);
    }

    /** Returns the number of messages that may be sent now, at most {@code most}. */
    int room(int most, long now) {
        forgetOld(now);
        int room = most;
        for (SendLimit limit : limits) {
            room = Math.min(room, limit.messages() - sending - countSince(limit, now));
        }
        return Math.max(0, room);
    }

    void begin() {
        sending++;
    }

    void end(long now) {
        sending = Math.max(0, sending - 1); // Begun before the limits were changed.
        ends.addLast(now);
    }

    /** Returns whether no limit is affected by its messages any more. */
    boolean isIdle(long now) {
        forgetOld(now);
        return sending == 0 && ends.isEmpty();
    }

    private long untilRoom(SendLimit limit, long now) {
        int counted = countSince(limit, now);
        int excess = counted + sending - limit.messages();
        if (excess < 0) {
            return 0;
        }
        long per = limit.per().toNanos();
        if (excess >= counted) {
            return per; // Only the end of a message in progress makes room.
        }
        Iterator<Long> oldest = ends.iterator();
        for (int i = 0; i < ends.size() - counted + excess; i++) {
            oldest.next();
        }
        return Math.max(1, oldest.next() + per - now);
    }

    private int countSince(SendLimit limit, long now) {
        long per = limit.per().toNanos();
        int count = 0;
        for (Iterator<Long> newest = ends.descendingIterator(); newest.hasNext(); count++) {
            if (now - newest.next() >= per) {
                break;
            }
        }
        return count;
    }

    private void forgetOld(long now) {
        while (!ends.isEmpty() && now - ends.peekFirst() >= longest) {
            ends.removeFirst();
        }
    }
}
