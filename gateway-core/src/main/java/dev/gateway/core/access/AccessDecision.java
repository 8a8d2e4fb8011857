package dev.gateway.core.access;

import dev.gateway.core.access.Admission.Outcome;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.SenderKind;
import java.util.Optional;

/**
 * The decision of a policy on single messages. It depends on the message and the policy alone; the
 * budget of bots and the pairings are applied to its result.
 */
public final class AccessDecision {

    /** The separator between the id of a group and that of a topic in it. */
    private static final char TOPIC = '/';

    private final AccessPolicy policy;

    public AccessDecision(AccessPolicy policy) {
        this.policy = policy;
    }

    /** Returns the decision on a message. */
    public Admission on(InboundMessage message) {
        return switch (message.context().senderKind()) {
            case CHANNEL -> Admission.refuse(AccessRule.CHANNEL_POST);
            case BOT ->
                    policy.bots() == AccessPolicy.Bots.IGNORE
                            ? Admission.refuse(AccessRule.BOT)
                            : onChat(message);
            case PERSON -> onChat(message);
        };
    }

    private Admission onChat(InboundMessage message) {
        return message.direct() ? onDirect(message) : onGroup(message);
    }

    private Admission onDirect(InboundMessage message) {
        if (policy.direct() == AccessPolicy.Direct.DISABLED) {
            return Admission.refuse(AccessRule.DM_DISABLED);
        }
        if (isAllowed(message)) {
            return Admission.accept(AccessRule.ALLOW_FROM);
        }
        return switch (policy.direct()) {
            case OPEN -> Admission.OPEN;
            case PAIRING -> new Admission(pairing(message), AccessRule.DM_PAIRING);
            default -> Admission.refuse(AccessRule.DM_ALLOWLIST);
        };
    }

    /** Returns the treatment of an unknown sender; a bot gets no code, as it would answer it. */
    private static Outcome pairing(InboundMessage message) {
        return isPerson(message) ? Outcome.ACCEPT_IF_PAIRED_OR_INVITE : Outcome.ACCEPT_IF_PAIRED;
    }

    private Admission onGroup(InboundMessage message) {
        if (policy.group() == AccessPolicy.Group.DISABLED) {
            return Admission.refuse(AccessRule.GROUP_DISABLED);
        }
        Optional<AccessPolicy.GroupRule> settings = settings(message.conversation());
        boolean mention =
                settings.flatMap(AccessPolicy.GroupRule::requireMention)
                        .orElse(policy.requireMention());
        if (mention && !isAddressed(message)) {
            return Admission.refuse(AccessRule.NOT_ADDRESSED);
        }
        if (settings.isPresent()) {
            return Admission.accept(AccessRule.GROUP_LISTED);
        }
        if (policy.group() == AccessPolicy.Group.OPEN) {
            return Admission.OPEN;
        }
        if (isAllowed(message)) {
            return Admission.accept(AccessRule.ALLOW_FROM);
        }
        return new Admission(
                pairingsCount() ? Outcome.ACCEPT_IF_PAIRED : Outcome.REFUSE,
                AccessRule.GROUP_ALLOWLIST);
    }

    /** Returns the settings of a group; those of the group hold for its topics as well. */
    private Optional<AccessPolicy.GroupRule> settings(String conversation) {
        Optional<AccessPolicy.GroupRule> own =
                Optional.ofNullable(policy.groups().get(conversation));
        int topic = conversation.indexOf(TOPIC);
        return own.isPresent() || topic < 0
                ? own
                : Optional.ofNullable(policy.groups().get(conversation.substring(0, topic)));
    }

    private boolean isAddressed(InboundMessage message) {
        MessageContext context = message.context();
        return message.addressed() || context.mentionsAll() && policy.respondToAll();
    }

    private boolean isAllowed(InboundMessage message) {
        return policy.allowFrom().contains(message.sender());
    }

    /** Returns whether a pairing opens groups, too: an allow-list admits its own persons alone. */
    private boolean pairingsCount() {
        return policy.direct() == AccessPolicy.Direct.PAIRING
                || policy.direct() == AccessPolicy.Direct.OPEN;
    }

    private static boolean isPerson(InboundMessage message) {
        return message.context().senderKind() == SenderKind.PERSON;
    }
}
