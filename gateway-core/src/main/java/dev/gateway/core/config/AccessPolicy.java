package dev.gateway.core.config;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for who may talk to the bot of an account, and for when it keeps quiet.
 *
 * @param direct the rule for direct chats
 * @param allowFrom the ids of senders who may always talk, in direct chats and in groups
 * @param group the rule for groups
 * @param requireMention whether a message in a group must address the bot
 * @param groups the settings of single groups, by conversation; a group named here is allowed
 * @param respondToAll whether a message to all members of a group addresses the bot
 * @param bots the treatment of other bots
 */
public record AccessPolicy(
        Direct direct,
        Set<String> allowFrom,
        Group group,
        boolean requireMention,
        Map<String, GroupRule> groups,
        boolean respondToAll,
        Bots bots) {

    /** The default: strangers have to be approved, and the bot answers only what addresses it. */
    public static final AccessPolicy CLOSED =
            new AccessPolicy(
                    Direct.PAIRING, Set.of(), Group.ALLOWLIST, true, Map.of(), false, Bots.IGNORE);

    /**
     * All senders may talk, and each message counts as addressed to the bot; other bots are
     * ignored.
     */
    public static final AccessPolicy OPEN =
            new AccessPolicy(
                    Direct.OPEN, Set.of(), Group.OPEN, false, Map.of(), false, Bots.IGNORE);

    /** Copies the collections. */
    public AccessPolicy {
        Objects.requireNonNull(direct, "direct");
        allowFrom = Set.copyOf(allowFrom);
        Objects.requireNonNull(group, "group");
        groups = Map.copyOf(groups);
        Objects.requireNonNull(bots, "bots");
    }

    /** Rule for direct chats. */
    public enum Direct {
        PAIRING,
        ALLOWLIST,
        OPEN,
        DISABLED;

        /** Returns the value in the config. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Rule for groups. */
    public enum Group {
        /** Allowed persons, and every member of a group that is named. */
        ALLOWLIST,
        OPEN,
        DISABLED;

        /** Returns the value in the config. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Treatment of other bots. */
    public enum Bots {
        IGNORE,
        /** Answers them, as often as a budget allows. */
        ANSWER;

        /** Returns the value in the config. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Settings of one group.
     *
     * @param requireMention replaces that of the account; empty: as the account
     */
    public record GroupRule(Optional<Boolean> requireMention) {}
}
