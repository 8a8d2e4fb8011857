package dev.gateway.postgres.queue;

import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.postgres.writer.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A claim of messages of accounts of one writer. */
public final class ClaimMessagesTask extends Task<ClaimResult<ClaimedMessage>> {

    private final List<String> accounts;
    private final Map<String, Duration> burstWindows;
    private final int limit;

    /**
     * Creates the task.
     *
     * @param burstWindows the burst windows of those accounts that have one
     */
    public ClaimMessagesTask(List<String> accounts, Map<String, Duration> burstWindows, int limit) {
        this.accounts = List.copyOf(accounts);
        this.burstWindows = Map.copyOf(burstWindows);
        this.limit = limit;
    }

    List<String> accounts() {
        return accounts;
    }

    Duration burstWindow(String account) {
        return burstWindows.getOrDefault(account, Duration.ZERO);
    }

    int limit() {
        return limit;
    }
}
