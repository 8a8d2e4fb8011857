package dev.gateway.postgres.membership;

import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.notice.GivenNotice;
import dev.gateway.postgres.notice.Notice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The notices of accounts that were given to this process. A row that names it as the holder
 * changes only by this process itself, or with the end of its registration; so a notice is too late
 * only if this process has given the account up since. Guarded by its owner.
 */
final class GivenAccounts {

    private static final String NO_SESSION = "0000000000000000";

    /** The last holdings of accounts that this process gave up. */
    private final Map<AccountId, Long> left = new HashMap<>();

    private final Map<AccountId, Told> told = new HashMap<>();
    private long count;

    private record Told(long number, long epoch, Optional<String> cursor) {}

    /** Does once, beside all that counts, what it does at a handover; returns a sample. */
    static List<GivenNotice> rehearse() {
        var sample = Notice.of(Notice.payload(Notice.Kind.GIVEN, NO_SESSION + "\n1\nnone:none\n1"));
        var accounts = new GivenAccounts();
        List<GivenNotice> given = GivenNotice.of(List.of(sample), NO_SESSION);
        for (GivenNotice each : given) {
            accounts.add(each, null);
            accounts.takeCursor(each.account(), each.epoch());
            accounts.leave(each.account(), each.epoch());
        }
        return given;
    }

    /** Returns the number of notices so far. */
    long count() {
        return count;
    }

    /**
     * Takes note of a notice; returns whether it is news.
     *
     * @param held the holding that is known; null if there is none
     */
    boolean add(GivenNotice notice, Long held) {
        long known = Math.max(held == null ? -1 : held, left.getOrDefault(notice.account(), -1L));
        if (notice.epoch() <= known) {
            return false;
        }
        count++;
        told.put(notice.account(), new Told(count, notice.epoch(), notice.cursor()));
        return true;
    }

    /**
     * Adds what notices have told after the database was asked.
     *
     * @param since the number of notices before
     * @return whether there was something
     */
    boolean addLater(long since, Map<AccountId, Long> found) {
        boolean any = false;
        for (Map.Entry<AccountId, Told> each : told.entrySet()) {
            long epoch = each.getValue().epoch();
            if (each.getValue().number() > since
                    && epoch > found.getOrDefault(each.getKey(), -1L)) {
                found.put(each.getKey(), epoch);
                any = true;
            }
        }
        return any;
    }

    /** Returns the cursor that came with a holding, once: it moves from then on. */
    Optional<String> takeCursor(AccountId account, long epoch) {
        Told notice = told.get(account);
        if (notice == null || notice.epoch() != epoch) {
            return Optional.empty();
        }
        told.put(account, new Told(notice.number(), epoch, Optional.empty()));
        return notice.cursor();
    }

    /** Takes note that this process gives a holding up. */
    void leave(AccountId account, long epoch) {
        left.merge(account, epoch, Math::max);
        told.remove(account);
    }

    /** Forgets all, with the registration to which they were given. */
    void clear() {
        left.clear();
        told.clear();
    }
}
