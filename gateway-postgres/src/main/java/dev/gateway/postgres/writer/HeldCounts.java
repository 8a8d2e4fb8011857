package dev.gateway.postgres.writer;

import dev.gateway.core.journal.MessageCounts;
import dev.gateway.postgres.table.Counts.Tally;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The numbers of the accounts that this process holds, kept in memory so that reading them is free.
 * The writer of an account changes them after its statements, and reads them again from time to
 * time, as other processes change them too. Thread-safe.
 */
public final class HeldCounts {

    private final Map<String, Tally> tallies = new HashMap<>();
    private final Set<String> withPending = ConcurrentHashMap.newKeySet();
    private final Set<String> withAnswers = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> takenOver = new HashMap<>();
    private Tally sum = Tally.NONE;

    /** Returns whether the account is held. */
    public synchronized boolean holds(String account) {
        return tallies.containsKey(account);
    }

    /**
     * Returns whether this process has taken over what the former holder of an account left.
     *
     * @param epoch the number of this holding: an account may have been another's since the last
     */
    public synchronized boolean isTakenOver(String account, long epoch) {
        return Objects.equals(takenOver.get(account), epoch);
    }

    /** Takes note of that; its numbers may be known before. */
    public synchronized void takenOver(String account, long epoch) {
        takenOver.put(account, epoch);
    }

    /** Returns the held accounts. */
    public synchronized Set<String> accounts() {
        return Set.copyOf(tallies.keySet());
    }

    /** Sets the numbers of an account, which is held from now on. Returns whether they differ. */
    public synchronized boolean set(String account, Tally tally) {
        Tally before = tallies.put(account, tally);
        if (tally.equals(before)) {
            return false;
        }
        sum = plus(sum, before == null ? Tally.NONE : before, -1);
        sum = plus(sum, tally, 1);
        note(account, tally);
        return true;
    }

    /** Sets what changes quickly, and keeps the other numbers. Returns whether they differ. */
    public synchronized boolean setQueued(String account, Tally queued) {
        Tally before = tallies.getOrDefault(account, Tally.NONE);
        return set(
                account,
                new Tally(
                        queued.pending(),
                        queued.inFlight(),
                        queued.failed(),
                        queued.outbox(),
                        before.handled(),
                        before.refused()));
    }

    /** Adds to the numbers of an account, if it is held. */
    public synchronized void add(String account, Tally change) {
        Tally before = tallies.get(account);
        if (before != null) {
            set(account, before.plus(change));
        }
    }

    /** Forgets accounts that are held no longer. */
    public synchronized void remove(Collection<String> accounts) {
        takenOver.keySet().removeAll(accounts);
        for (String account : accounts) {
            Tally before = tallies.remove(account);
            if (before != null) {
                sum = plus(sum, before, -1);
                note(account, Tally.NONE);
            }
        }
    }

    private void note(String account, Tally tally) {
        note(withPending, account, tally.pending());
        note(withAnswers, account, tally.outbox());
    }

    private static void note(Set<String> accounts, String account, long n) {
        if (n > 0) {
            accounts.add(account);
        } else {
            accounts.remove(account);
        }
    }

    private static Tally plus(Tally sum, Tally tally, int sign) {
        return sum.plus(
                new Tally(
                        sign * tally.pending(),
                        sign * tally.inFlight(),
                        sign * tally.failed(),
                        sign * tally.outbox(),
                        sign * tally.handled(),
                        sign * tally.refused()));
    }

    public synchronized long pending(String account) {
        return tallies.getOrDefault(account, Tally.NONE).pending();
    }

    public Set<String> withPending() {
        return Set.copyOf(withPending);
    }

    public Set<String> withAnswers() {
        return Set.copyOf(withAnswers);
    }

    public synchronized MessageCounts counts() {
        return new MessageCounts(
                sum.pending(),
                sum.inFlight(),
                sum.handled(),
                sum.failed(),
                sum.outbox(),
                sum.refused());
    }
}
