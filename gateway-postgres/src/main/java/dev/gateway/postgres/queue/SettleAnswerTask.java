package dev.gateway.postgres.queue;

import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.postgres.table.SettleAnswers.Settlement;
import dev.gateway.postgres.writer.Task;

/** The end of the claim of an answer; the result tells whether the claim was not void. */
public final class SettleAnswerTask extends Task<Boolean> {

    private final ClaimedAnswer claim;
    private final Settlement end;

    public SettleAnswerTask(ClaimedAnswer claim, Settlement end) {
        this.claim = claim;
        this.end = end;
    }

    String account() {
        return claim.account().value();
    }

    long row() {
        return claim.row();
    }

    Settlement end() {
        return end;
    }
}
