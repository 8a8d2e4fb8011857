package dev.gateway.core.supervision;

import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replacement of platforms by a reload. A new platform with the name or the token of a removed
 * one begins as soon as that one has let go, while answers on their way still leave through the
 * removed one; it disconnects after them. A stop takes over whatever is left.
 */
final class PlatformReplacement {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformReplacement.class);
    private static final Duration SLICE = Duration.ofSeconds(1);

    /** The time for answers on their way to a removed platform to arrive. */
    private static final Duration SENDING_GRACE = Duration.ofSeconds(2);

    private final PlatformSet set;
    private final PlatformSet.SendingWait sending;
    private final Runnable moving;

    /**
     * Creates a replacement.
     *
     * @param sending waits for the answers that are being sent through an adapter
     * @param moving called at least about once a second
     */
    PlatformReplacement(PlatformSet set, PlatformSet.SendingWait sending, Runnable moving) {
        this.set = set;
        this.sending = sending;
        this.moving = moving;
    }

    void run(List<PlatformSupervisor> removed, List<PlatformSupervisor> added)
            throws InterruptedException {
        BlockingQueue<PlatformSupervisor> passedOn = new LinkedBlockingQueue<>();
        removed.forEach(each -> each.passing().whenOver(() -> passedOn.add(each)));
        for (PlatformSupervisor each : removed) {
            if (each.sendsAfterSession()) {
                each.passing().start();
            }
        }
        Deadline sent = Deadline.after(SENDING_GRACE);
        for (PlatformSupervisor each : removed) {
            if (!each.passing().isStarted()) {
                awaitSent(each, sent);
                each.passing().start();
            }
        }
        Set<PlatformSupervisor> waitedFor = new HashSet<>(removed);
        List<PlatformSupervisor> waiting = new ArrayList<>(added);
        addThoseThatNeedNotWait(waiting, waitedFor);
        while (!waitedFor.isEmpty()) {
            moving.run();
            PlatformSupervisor over = passedOn.poll(SLICE.toMillis(), TimeUnit.MILLISECONDS);
            if (over != null) {
                waitedFor.remove(over);
            }
            for (PlatformSupervisor each : List.copyOf(waitedFor)) {
                if (each.passing().isDue()) {
                    end(each.passing());
                    waitedFor.remove(each);
                }
            }
            addThoseThatNeedNotWait(waiting, waitedFor);
        }
        disconnect(removed);
    }

    private void addThoseThatNeedNotWait(
            List<PlatformSupervisor> waiting, Set<PlatformSupervisor> waitedFor) {
        waiting.removeIf(
                next -> {
                    boolean free = waitedFor.stream().noneMatch(old -> excludes(old, next));
                    if (free) {
                        set.add(List.of(next));
                    }
                    return free;
                });
    }

    private static boolean excludes(PlatformSupervisor old, PlatformSupervisor next) {
        return old.name().equals(next.name()) || old.sharesTokenWith(next);
    }

    private void disconnect(List<PlatformSupervisor> removed) throws InterruptedException {
        Deadline sent = Deadline.after(SENDING_GRACE);
        List<DisconnectTask> tasks = new ArrayList<>();
        for (PlatformSupervisor each : removed) {
            moving.run();
            if (each.isLeftBehind()) {
                continue;
            }
            if (!each.passing().hasDisconnected()) {
                end(each.passing());
                continue;
            }
            awaitSent(each, sent);
            tasks.add(each.disconnecting());
        }
        tasks.forEach(DisconnectTask::start);
        for (DisconnectTask task : tasks) {
            while (!task.isOver() && !task.isDue()) {
                moving.run();
                task.await(Deadline.after(SLICE));
            }
            end(task);
        }
    }

    private void awaitSent(PlatformSupervisor platform, Deadline limit)
            throws InterruptedException {
        PlatformAdapter adapter = platform.adapter().orElse(null);
        if (adapter != null && !sending.await(platform.name(), adapter, limit.remaining())) {
            LOG.warn("{} is removed while it sends an answer.", platform.name());
        }
    }

    /** Ends a step whose time is over, or that is done. */
    private void end(DisconnectTask task) throws InterruptedException {
        if (!task.hasDisconnected()) {
            task.await(Deadline.after(Duration.ZERO));
            task.interrupt();
            task.awaitEnd(Deadline.after(PlatformExit.INTERRUPT_GRACE));
        }
        set.finish(task);
    }
}
