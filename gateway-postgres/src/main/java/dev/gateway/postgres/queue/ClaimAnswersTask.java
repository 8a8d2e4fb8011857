package dev.gateway.postgres.queue;

import dev.gateway.core.journal.ClaimResult;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.postgres.table.ClaimAnswers.Wanted;
import dev.gateway.postgres.writer.Task;

/** A claim of answers of one account. */
public final class ClaimAnswersTask extends Task<ClaimResult<ClaimedAnswer>> {

    private final Wanted wanted;

    public ClaimAnswersTask(String account, int limit, int retries) {
        this.wanted = new Wanted(account, limit, retries);
    }

    Wanted wanted() {
        return wanted;
    }

    String account() {
        return wanted.account();
    }
}
