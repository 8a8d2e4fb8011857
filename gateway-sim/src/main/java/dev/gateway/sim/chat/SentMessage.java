package dev.gateway.sim.chat;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.referee.LedgerMessage;
import dev.gateway.sim.referee.MessageLedger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A message of a person and its answers. Thread-safe. */
public final class SentMessage {

    private static final long PAUSE_MILLIS = 2;

    private final String id;
    private final String text;
    private final MessageLedger ledger;

    /** Creates a view of the message with this id. Called by fake platforms. */
    public SentMessage(String id, String text, MessageLedger ledger) {
        this.id = id;
        this.text = text;
        this.ledger = ledger;
    }

    /** Returns the message's id in the ledger. */
    public String id() {
        return id;
    }

    /** Returns the text. */
    public String text() {
        return text;
    }

    /** Returns the answers so far, in order. */
    public List<String> answers() {
        return ledgerMessage().answers().stream().map(LedgerMessage.Answer::text).toList();
    }

    /** Returns the ledger's record of the message. */
    public LedgerMessage ledgerMessage() {
        return ledger.message(id)
                .orElseThrow(() -> new IllegalStateException("not in the ledger: " + id));
    }

    /**
     * Waits for the first answer.
     *
     * @throws TimeoutException if there is none in time; the message says how often it was
     *     delivered
     */
    public String awaitAnswer(Duration within) throws InterruptedException, TimeoutException {
        Deadline deadline = Deadline.after(within);
        while (true) {
            List<String> answers = answers();
            if (!answers.isEmpty()) {
                return answers.get(0);
            }
            if (deadline.isExpired()) {
                throw new TimeoutException(
                        "no answer within "
                                + within
                                + " to \""
                                + text
                                + "\", delivered "
                                + ledgerMessage().deliveries().size()
                                + " times");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
