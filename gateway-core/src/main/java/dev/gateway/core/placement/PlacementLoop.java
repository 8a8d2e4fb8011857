package dev.gateway.core.placement;

import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.cluster.Placement;
import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.WakeUp;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.supervision.PlatformSupervisor;
import dev.gateway.core.supervision.PlatformSupervisorFactory;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that keeps the running platforms equal to the accounts that this process holds: takes
 * what it should have, starts and removes supervisors, gives away what others should have. Has the
 * thread {@code placement}, which wakes when the membership changes, and once a second.
 */
public final class PlacementLoop {

    private static final Logger LOG = LoggerFactory.getLogger(PlacementLoop.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** The shortest time between two looks at all accounts; what comes in waits for none. */
    private static final Duration MOVES_INTERVAL = Duration.ofMillis(200);

    private static final Duration END_TIMEOUT = Duration.ofMillis(500);

    private final Membership membership;
    private final PlatformSupervisorFactory supervisors;
    private final PlatformSet platforms;
    private final PlatformSet.SendingWait sending;
    private final WantedPlatforms wanted = new WantedPlatforms();
    private final AccountPlaces places;
    private final AccountIntake intake;
    private final LostAccounts lost;
    private final AccountMoves moves;
    private final LongSupplier nanos;
    private final WakeUp wakeUp = new WakeUp();
    private final SupervisedLoop loop;
    private final ReentrantLock deciding = new ReentrantLock();
    private volatile boolean stopped;
    private Long lastMoves;
    private Duration wait = Duration.ZERO;

    /**
     * Creates a loop that is not started.
     *
     * @param sending waits for the answers that are being sent through an adapter
     * @param lease the time without a beat after which a host counts as dead
     */
    public PlacementLoop(
            Membership membership,
            PlatformSet platforms,
            PlatformSupervisorFactory supervisors,
            PlatformSet.SendingWait sending,
            Duration lease) {
        this(membership, platforms, supervisors, sending, lease, System::nanoTime);
    }

    PlacementLoop(
            Membership membership,
            PlatformSet platforms,
            PlatformSupervisorFactory supervisors,
            PlatformSet.SendingWait sending,
            Duration lease,
            LongSupplier nanos) {
        this.membership = membership;
        this.platforms = platforms;
        this.supervisors = supervisors;
        this.sending = sending;
        this.nanos = nanos;
        this.places = new AccountPlaces(membership, wanted, lease.multipliedBy(3).dividedBy(4));
        this.intake = new AccountIntake(membership, platforms, supervisors, wanted, nanos);
        this.lost = new LostAccounts(membership, platforms, wanted, nanos);
        this.moves = new AccountMoves(platforms, sending, places, nanos);
        this.loop = new SupervisedLoop("placement", this::round, wakeUp::signal);
        membership.releaseTo(
                account -> {
                    wakeUp.signal(); // A place for the next move is free.
                    return places.next(account);
                });
    }

    /**
     * Declares the platforms that this process can have, and takes those accounts that it should
     * have; for the thread that starts the gateway, before {@link #start}.
     */
    public void begin(Collection<PlatformConfig> enabled) throws InterruptedException {
        declare(enabled);
        ClusterView view = membership.view();
        if (view.host(view.self()).flatMap(ClusterHost::successorOf).isPresent()) {
            // The old process polls until this one is ready.
            wanted.all().values().stream().findFirst().ifPresent(this::rehearse);
        }
        act();
    }

    /** Starts the thread. */
    public void start() {
        membership.onChange(wakeUp::signal);
        loop.start();
        wakeUp.signal();
        warmUp();
    }

    /**
     * Loads the code that an account of another host will need here, on a thread of its own, so
     * that it is polled soon after it comes.
     */
    private void warmUp() {
        List<PlatformConfig> elsewhere =
                wanted.all().values().stream()
                        .filter(each -> platforms.running(each.name()).isEmpty())
                        .toList();
        if (elsewhere.isEmpty()) {
            return;
        }
        try {
            DaemonThreads.single("placement-warm-up").newThread(() -> warmUp(elsewhere)).start();
        } catch (OutOfMemoryError e) {
            LOG.debug("No thread can be created to load code ahead", e);
        }
    }

    private void warmUp(List<PlatformConfig> elsewhere) {
        elsewhere.stream().map(PlatformConfig::type).distinct().forEach(supervisors.beforeToken());
        rehearse(elsewhere.get(0));
    }

    /** Does once what starts a platform whose account has come, for none that could come. */
    private void rehearse(PlatformConfig sample) {
        try {
            supervisors.rehearse(sample);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.debug("The start of a platform could not be rehearsed", e);
        }
    }

    /** Returns the loop, for the monitor. */
    public SupervisedLoop loop() {
        return loop;
    }

    /** Returns the membership of this process. */
    public Membership membership() {
        return membership;
    }

    /** Returns the account of a platform that this process can have. */
    public Optional<AccountId> account(String platform) {
        return wanted.account(platform);
    }

    /** Returns whether an account of this process's config has had no holder for some time. */
    public boolean lacksHolder() {
        return intake.lacksHolder();
    }

    /**
     * Applies another config. Platforms that run here and have changed connect anew; others are
     * taken or given up as the new config says.
     *
     * @param removed the names of platforms that are gone or disabled
     * @param made the new supervisors of those that have changed
     * @param moving called at least about once a second
     */
    public void reload(
            Collection<PlatformConfig> enabled,
            Collection<String> removed,
            List<PlatformSupervisor> made,
            Runnable moving)
            throws InterruptedException {
        List<String> going = new ArrayList<>(removed);
        made.forEach(each -> going.add(each.name()));
        deciding.lockInterruptibly();
        try {
            wanted.beginReload(going);
            declare(enabled);
        } finally {
            deciding.unlock();
        }
        try {
            platforms.replace(going, made, sending, moving);
        } finally {
            wanted.endReload(going);
            wakeUp.signal();
        }
    }

    private void declare(Collection<PlatformConfig> enabled) throws InterruptedException {
        wanted.set(enabled, supervisors);
        try {
            membership.declare(wanted.claims());
        } catch (IOException e) {
            LOG.warn("The accounts are declared with the next beat. {}", e.getMessage());
        }
    }

    /** Takes nothing and moves nothing any more, and gives each account away that is let go. */
    public void stop() {
        stopped = true;
        loop.stop();
        places.leave();
        loop.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            loop.thread().join(END_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the names of the running platforms that another process can have. */
    public List<String> handedOn() {
        Placement placement = places.placement();
        return platforms.running().stream()
                .filter(each -> placement.nextHolder(each.account()).isPresent())
                .map(PlatformSupervisor::name)
                .toList();
    }

    /** Waits until the successor of this home has declared what it can have. */
    public void awaitSuccessor(Duration limit) throws InterruptedException {
        Deadline end = Deadline.after(limit);
        while (!isSuccessorKnown() && !end.isExpired()) {
            wakeUp.await(end.remaining());
        }
    }

    private boolean isSuccessorKnown() {
        ClusterView view = membership.view();
        Optional<SessionId> next = places.placement().successor().map(ClusterHost::session);
        return next.isPresent()
                && view.accounts().values().stream()
                        .anyMatch(each -> each.candidates().contains(next.get()));
    }

    private void round() throws InterruptedException {
        wakeUp.await(wait);
        act();
    }

    private void act() throws InterruptedException {
        deciding.lockInterruptibly();
        try {
            wait = INTERVAL;
            if (!stopped && membership.isValid()) {
                ClusterView view = membership.view();
                Placement placement = places.placement(view);
                intake.run(view, placement);
                wait = Durations.min(INTERVAL, look(view, placement));
            }
        } finally {
            deciding.unlock();
        }
    }

    /** Looks at what should go; returns the time until the next look. */
    private Duration look(ClusterView view, Placement placement) throws InterruptedException {
        long now = nanos.getAsLong();
        if (lastMoves != null && now - lastMoves < MOVES_INTERVAL.toNanos()) {
            return MOVES_INTERVAL.minusNanos(now - lastMoves);
        }
        lastMoves = now;
        moves.remove(lost.lost(view));
        lost.releaseUnwanted(view);
        List<AccountMoves.Going> going = going(placement);
        return going.isEmpty() ? INTERVAL : moves.begin(going, placement.givers());
    }

    private List<AccountMoves.Going> going(Placement placement) {
        List<AccountMoves.Going> going = new ArrayList<>();
        for (Placement.Move move : placement.moves()) {
            Optional<String> name = wanted.config(move.account()).map(PlatformConfig::name);
            if (name.isPresent()
                    && !wanted.isReloading(name.get())
                    && platforms.running(name.get()).isPresent()) {
                going.add(new AccountMoves.Going(name.get(), move));
            }
        }
        return going;
    }
}
