package dev.gateway.postgres.queue;

import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.MessageState;
import dev.gateway.postgres.table.SettleMessages.Settlement;
import dev.gateway.postgres.writer.Task;

/** The end of the claim of a message; the result tells whether the claim was not void. */
public final class SettleMessageTask extends Task<Boolean> {

    private final ClaimedMessage claim;
    private final Settlement end;

    public SettleMessageTask(ClaimedMessage claim, Settlement end) {
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

    MessageState state() {
        return MessageState.of(end.state());
    }
}
