package dev.gateway.core.access;

import dev.gateway.core.access.Admission.Outcome;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.SenderKind;
import java.util.List;

/**
 * The gate in front of one account: its policy, which a reload may replace, and the budgets of
 * other bots. Thread-safe.
 */
public final class Gate {

    private final BotBudget budget = new BotBudget();
    private volatile AccessPolicy policy;

    public Gate(AccessPolicy policy) {
        this.policy = policy;
    }

    /** Replaces the policy: it holds for the next batch. */
    public void setPolicy(AccessPolicy next) {
        policy = next;
    }

    /** Returns the decisions on messages, in their order; to be called once for each delivery. */
    public List<Admission> admissions(List<InboundMessage> messages) {
        var decision = new AccessDecision(policy);
        return messages.stream().map(message -> charged(message, decision.on(message))).toList();
    }

    /** Charges an accepted message of a bot to its budget. */
    private Admission charged(InboundMessage message, Admission admission) {
        boolean free =
                message.context().senderKind() != SenderKind.BOT
                        || admission.outcome() == Outcome.REFUSE
                        || budget.take(message.sender());
        return free ? admission : Admission.refuse(AccessRule.BOT_BUDGET);
    }
}
