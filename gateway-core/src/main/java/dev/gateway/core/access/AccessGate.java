package dev.gateway.core.access;

import dev.gateway.core.access.Admission.Outcome;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.SenderKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The gate in front of one account: its policy, which a reload may replace, and the budgets of
 * other bots. Thread-safe.
 */
public final class AccessGate {

    private final BotBudget budget = new BotBudget();
    private volatile AccessPolicy policy;

    public AccessGate(AccessPolicy policy) {
        this.policy = policy;
    }

    /** Replaces the policy: it holds for the next batch. */
    public void setPolicy(AccessPolicy next) {
        policy = next;
    }

    /** Returns the decisions on messages, in their order; to be called once for each delivery. */
    public List<Admission> admissions(List<InboundMessage> messages) {
        var decision = new AccessDecision(policy);
        Set<List<String>> albums = addressedAlbums(messages);
        return messages.stream()
                .map(message -> charged(message, decision.on(asPart(message, albums))))
                .toList();
    }

    /** Returns the albums of which one part addresses the bot, which may be any of them. */
    private static Set<List<String>> addressedAlbums(List<InboundMessage> messages) {
        return messages.stream()
                .filter(message -> !message.context().album().isEmpty() && message.addressed())
                .map(AccessGate::album)
                .collect(Collectors.toSet());
    }

    private static InboundMessage asPart(InboundMessage message, Set<List<String>> addressed) {
        return !message.context().album().isEmpty() && addressed.contains(album(message))
                ? message.withContext(message.context().toBuilder().addressed(true).build())
                : message;
    }

    private static List<String> album(InboundMessage message) {
        return List.of(message.conversation(), message.sender(), message.context().album());
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
