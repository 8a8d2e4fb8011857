package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.cluster.ReleaseTarget;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.time.Deadline;
import dev.gateway.postgres.membership.AccountTable.Release;
import dev.gateway.postgres.notice.GivenNotice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The accounts that this process holds, their open leases, and those that it gives up. Only the
 * thread of the control connection says what is held, in the order of its statements; so what was
 * read before an account was taken never drops it. Thread-safe.
 */
final class Holdings {

    private static final Duration RELEASE_WAIT = Duration.ofSeconds(5);

    private final Map<AccountId, Long> held = new HashMap<>();
    private final Map<AccountId, HeldLease> open = new HashMap<>();
    private final Map<AccountId, Release> releasing = new LinkedHashMap<>();
    private final List<HeldLease> lost = new ArrayList<>();
    private final GivenAccounts given = new GivenAccounts();
    private final Runnable onRelease;
    private final Runnable onLoss;
    private Registration registration;
    private ReleaseTarget target = account -> Optional.empty();
    private boolean closed;

    /**
     * Creates holdings without an account.
     *
     * @param onRelease called when an account is to be given up in the database
     * @param onLoss called when there are lost leases to tell of
     */
    Holdings(Registration registration, Runnable onRelease, Runnable onLoss) {
        this.registration = registration;
        this.onRelease = onRelease;
        this.onLoss = onLoss;
    }

    synchronized Registration registration() {
        return registration;
    }

    synchronized void releaseTo(ReleaseTarget next) {
        target = next;
    }

    /** Begins with a new registration and what it holds; all leases of the former one are lost. */
    synchronized void begin(Registration next, Map<AccountId, Long> accounts) {
        registration = next;
        loseOpen();
        releasing.clear();
        held.clear();
        held.putAll(accounts);
        given.clear();
        notifyAll();
    }

    /** Returns the number of notices so far, before the database is asked for {@link #set}. */
    synchronized long notices() {
        return given.count();
    }

    /**
     * Says what the database has for this registration, beside what is being given up.
     *
     * @param since the notices before the database was asked: its answer may be older than a later
     *     one
     * @return whether that is the whole truth: no later notice says otherwise
     */
    synchronized boolean set(Map<AccountId, Long> accounts, long since) {
        accounts.keySet().removeIf(releasing::containsKey);
        boolean later = given.addLater(since, accounts);
        for (HeldLease lease : List.copyOf(open.values())) {
            if (!Long.valueOf(lease.epoch()).equals(accounts.get(lease.account()))) {
                lose(lease);
            }
        }
        held.clear();
        held.putAll(accounts);
        notifyAll();
        return !later;
    }

    /** Adds accounts that were given to this process, as notices say; returns those. */
    synchronized Map<AccountId, Long> given(List<GivenNotice> notices) {
        Map<AccountId, Long> fresh = new HashMap<>();
        for (GivenNotice each : notices) {
            boolean current = !closed && each.session().equals(registration.id());
            if (current && given.add(each, held.get(each.account()))) {
                held.put(each.account(), each.epoch());
                fresh.put(each.account(), each.epoch());
            }
        }
        notifyAll();
        return fresh;
    }

    /** Returns the cursor that came with an account, as it is stored, once; or empty. */
    synchronized Optional<String> takeCursor(AccountId account, long epoch) {
        return given.takeCursor(account, epoch);
    }

    /** Adds accounts that were just taken. */
    synchronized void add(Map<AccountId, Long> accounts) {
        held.putAll(accounts);
        notifyAll();
    }

    /** Returns the accounts that are held, with the numbers of their holdings. */
    synchronized Map<AccountId, Long> held() {
        return Map.copyOf(held);
    }

    synchronized boolean holds(AccountId account) {
        return held.containsKey(account);
    }

    /** Returns the accounts that are held and were not leased. */
    synchronized Set<AccountId> idle() {
        Set<AccountId> idle = new HashSet<>(held.keySet());
        idle.removeAll(open.keySet());
        return idle;
    }

    /** Waits until the account is held, may be acted for, and has no other lease. */
    synchronized Optional<AccountLease> lease(AccountId account, Duration limit, Runnable onLost)
            throws InterruptedException {
        Deadline deadline = Deadline.after(limit);
        while (!closed) {
            Long epoch = held.get(account);
            if (epoch != null && !open.containsKey(account) && registration.isValid()) {
                var lease = new HeldLease(account, epoch, registration, onLost, this);
                open.put(account, lease);
                return Optional.of(lease);
            }
            long left = deadline.remaining().toNanos();
            if (left <= 0) {
                return Optional.empty();
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return Optional.empty();
    }

    /** Wakes those who wait: the registration is valid again. */
    synchronized void becameValid() {
        notifyAll();
    }

    /** Gives the account of a lease up, and waits for the database for a while. */
    void release(HeldLease lease) {
        Optional<Release> release = startRelease(lease, next(lease.account()));
        if (release.isPresent()) {
            onRelease.run();
            awaitRelease(release.get());
        }
    }

    /** Asked without the lock, as the answer comes from elsewhere. */
    private Optional<SessionId> next(AccountId account) {
        ReleaseTarget asked;
        synchronized (this) {
            asked = target;
        }
        return asked.of(account);
    }

    private synchronized Optional<Release> startRelease(HeldLease lease, Optional<SessionId> next) {
        if (lease.hasEnded()) {
            return Optional.empty();
        }
        boolean valid = lease.isValid();
        lease.end();
        if (!open.remove(lease.account(), lease) || lease.registration() != registration) {
            return Optional.empty();
        }
        if (!valid) {
            // Its owner has seen the loss before the watch; the account may be leased again.
            return Optional.empty();
        }
        held.remove(lease.account());
        given.leave(lease.account(), lease.epoch());
        var release = new Release(lease.account(), lease.epoch(), next);
        releasing.put(lease.account(), release);
        return Optional.of(release);
    }

    private synchronized void awaitRelease(Release release) {
        Deadline deadline = Deadline.after(RELEASE_WAIT);
        try {
            while (releasing.get(release.account()) == release
                    && !closed
                    && !deadline.isExpired()) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline.remaining().toNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Adds accounts to those that are given up, if no lease of theirs is open. */
    void releaseIdle(Collection<AccountId> accounts) {
        for (AccountId account : accounts) {
            Optional<SessionId> next = next(account);
            synchronized (this) {
                Long epoch = open.containsKey(account) ? null : held.remove(account);
                if (epoch != null) {
                    given.leave(account, epoch);
                    releasing.put(account, new Release(account, epoch, next));
                }
            }
        }
    }

    /** Returns whether there is something to be given up. */
    synchronized boolean isReleasing() {
        return !releasing.isEmpty();
    }

    /** Returns what is to be given up. */
    synchronized List<Release> releases() {
        return List.copyOf(releasing.values());
    }

    /** Notes that accounts were given up; {@code kept} are those that this process has again. */
    synchronized void released(List<Release> done, Map<AccountId, Long> kept) {
        done.forEach(each -> releasing.remove(each.account(), each));
        held.putAll(kept);
        notifyAll();
    }

    /** Ends the open leases: the registration is not valid at the moment, or has ended. */
    synchronized boolean loseInvalid() {
        if (registration.isValid() || open.isEmpty()) {
            return false;
        }
        loseOpen();
        return true;
    }

    private void loseOpen() {
        List.copyOf(open.values()).forEach(this::lose);
    }

    private void lose(HeldLease lease) {
        lease.end();
        open.remove(lease.account());
        lost.add(lease);
        onLoss.run();
    }

    /** Returns the lost leases whose owners are not told yet, once. */
    synchronized List<HeldLease> takeLost() {
        List<HeldLease> taken = List.copyOf(lost);
        lost.clear();
        return taken;
    }

    /** Ends all waits for good. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
