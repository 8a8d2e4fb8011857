package dev.gateway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.access.Admission.Outcome;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.AccessPolicy.Bots;
import dev.gateway.core.config.AccessPolicy.Direct;
import dev.gateway.core.config.AccessPolicy.Group;
import dev.gateway.core.config.AccessPolicy.GroupRule;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageContextBuilder;
import dev.gateway.core.platform.SenderKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessDecisionTest {

    private static final String FRIEND = "4711";
    private static final String STRANGER = "99";
    private static final Map<String, GroupRule> GROUPS =
            Map.of(
                    "-1", new GroupRule(Optional.empty()),
                    "-2", new GroupRule(Optional.of(false)),
                    "-3/7", new GroupRule(Optional.of(false)));

    @ParameterizedTest
    @CsvSource({
        "PAIRING, 99, ACCEPT_IF_PAIRED_OR_INVITE, DM_PAIRING",
        "PAIRING, 4711, ACCEPT, ALLOW_FROM",
        "ALLOWLIST, 99, REFUSE, DM_ALLOWLIST",
        "ALLOWLIST, 4711, ACCEPT, ALLOW_FROM",
        "OPEN, 99, ACCEPT, OPEN",
        "DISABLED, 99, REFUSE, DM_DISABLED",
        "DISABLED, 4711, REFUSE, DM_DISABLED",
    })
    void inADirectChat(Direct policy, String sender, Outcome outcome, AccessRule rule) {
        InboundMessage hello = message(sender, sender, true, MessageContext.builder());

        assertThat(new AccessDecision(direct(policy)).on(hello))
                .isEqualTo(new Admission(outcome, rule));
    }

    /** A group that no setting names, with the defaults of the account. */
    @ParameterizedTest
    @CsvSource({
        // policy, sender, addressed, outcome, rule
        "ALLOWLIST, 4711, true, ACCEPT, ALLOW_FROM",
        "ALLOWLIST, 4711, false, REFUSE, NOT_ADDRESSED",
        "ALLOWLIST, 99, true, ACCEPT_IF_PAIRED, GROUP_ALLOWLIST",
        "ALLOWLIST, 99, false, REFUSE, NOT_ADDRESSED",
        "OPEN, 99, true, ACCEPT, OPEN",
        "OPEN, 99, false, REFUSE, NOT_ADDRESSED",
        "DISABLED, 4711, true, REFUSE, GROUP_DISABLED",
        "DISABLED, 99, true, REFUSE, GROUP_DISABLED",
    })
    void inAGroup(
            Group policy, String sender, boolean addressed, Outcome outcome, AccessRule rule) {
        InboundMessage said =
                message(sender, "-9", false, MessageContext.builder().addressed(addressed));

        assertThat(new AccessDecision(group(policy)).on(said))
                .isEqualTo(new Admission(outcome, rule));
    }

    /** Groups that the settings name, for strangers. */
    @ParameterizedTest
    @CsvSource({
        "-1, true, ACCEPT, GROUP_LISTED",
        "-1, false, REFUSE, NOT_ADDRESSED",
        "-1/5, true, ACCEPT, GROUP_LISTED",
        "-2, false, ACCEPT, GROUP_LISTED",
        "-2/5, false, ACCEPT, GROUP_LISTED",
        "-3/7, false, ACCEPT, GROUP_LISTED",
        "-3/8, false, REFUSE, NOT_ADDRESSED",
    })
    void inANamedGroup(String group, boolean addressed, Outcome outcome, AccessRule rule) {
        InboundMessage said =
                message(STRANGER, group, false, MessageContext.builder().addressed(addressed));

        assertThat(new AccessDecision(group(Group.ALLOWLIST)).on(said))
                .isEqualTo(new Admission(outcome, rule));
        assertThat(new AccessDecision(group(Group.DISABLED)).on(said).outcome())
                .isEqualTo(Outcome.REFUSE);
    }

    /** The rows of a group that should be met with silence: chatter, other bots, channels, @all. */
    @Test
    void whatIsNotForTheBotIsMetWithSilence() {
        var open = new AccessDecision(group(Group.OPEN));
        MessageContextBuilder chatter = MessageContext.builder().addressed(false);
        MessageContextBuilder unknown = MessageContext.builder();
        MessageContextBuilder all = MessageContext.builder().addressed(false).mentionsAll(true);

        assertThat(open.on(message(STRANGER, "-9", false, chatter)).rule())
                .isEqualTo(AccessRule.NOT_ADDRESSED);
        assertThat(open.on(message(STRANGER, "-9", false, unknown)).rule())
                .as("an adapter that cannot tell")
                .isEqualTo(AccessRule.NOT_ADDRESSED);
        assertThat(open.on(message(FRIEND, "-9", false, all)).rule())
                .isEqualTo(AccessRule.NOT_ADDRESSED);
        for (AccessPolicy policy :
                List.of(AccessPolicy.OPEN, AccessPolicy.CLOSED, group(Group.OPEN))) {
            var decision = new AccessDecision(policy);
            assertThat(decision.on(of(SenderKind.CHANNEL)).rule())
                    .isEqualTo(AccessRule.CHANNEL_POST);
            assertThat(decision.on(of(SenderKind.BOT)).rule()).isEqualTo(AccessRule.BOT);
        }
    }

    @Test
    void aMessageToAllAddressesTheBotOnlyIfItIsToldSo() {
        AccessPolicy policy =
                new AccessPolicy(
                        Direct.PAIRING, Set.of(), Group.OPEN, true, Map.of(), true, Bots.IGNORE);
        MessageContextBuilder all = MessageContext.builder().addressed(false).mentionsAll(true);

        assertThat(new AccessDecision(policy).on(message(STRANGER, "-9", false, all)).outcome())
                .isEqualTo(Outcome.ACCEPT);
    }

    @Test
    void anAllowListAdmitsNobodyByAPairing() {
        InboundMessage said =
                message(STRANGER, "-9", false, MessageContext.builder().addressed(true));

        for (Direct policy : List.of(Direct.ALLOWLIST, Direct.DISABLED)) {
            assertThat(new AccessDecision(direct(policy)).on(said).outcome())
                    .isEqualTo(Outcome.REFUSE);
        }
    }

    @Test
    void otherBotsAreHeldToTheSameRulesAndGetNoCode() {
        AccessPolicy policy =
                new AccessPolicy(
                        Direct.PAIRING,
                        Set.of(),
                        Group.ALLOWLIST,
                        true,
                        GROUPS,
                        false,
                        Bots.ANSWER);
        var decision = new AccessDecision(policy);
        MessageContextBuilder bot =
                MessageContext.builder().senderKind(SenderKind.BOT).addressed(true);

        assertThat(decision.on(message("7", "7", true, bot)).outcome())
                .isEqualTo(Outcome.ACCEPT_IF_PAIRED);
        assertThat(decision.on(message("7", "-1", false, bot)).outcome()).isEqualTo(Outcome.ACCEPT);
        assertThat(decision.on(message("7", "-1", false, bot.addressed(false))).outcome())
                .isEqualTo(Outcome.REFUSE);
    }

    @Test
    void anotherBotIsAnsweredUntilItsBudgetIsUsedUp() {
        var gate =
                new AccessGate(
                        new AccessPolicy(
                                Direct.OPEN,
                                Set.of(),
                                Group.OPEN,
                                false,
                                Map.of(),
                                false,
                                Bots.ANSWER));
        List<InboundMessage> flood = java.util.Collections.nCopies(50, of(SenderKind.BOT));

        assertThat(gate.admissions(flood))
                .filteredOn(each -> each.outcome() == Outcome.ACCEPT)
                .hasSize(20);
        assertThat(gate.admissions(flood)).allMatch(each -> each.rule() == AccessRule.BOT_BUDGET);
        assertThat(gate.admissions(List.of(of(SenderKind.PERSON))).get(0).outcome())
                .isEqualTo(Outcome.ACCEPT);
        gate.setPolicy(AccessPolicy.CLOSED);
        assertThat(gate.admissions(List.of(of(SenderKind.BOT))).get(0).rule())
                .isEqualTo(AccessRule.BOT);
    }

    @Test
    void anAlbumIsAddressedAsAWhole() {
        var gate = new AccessGate(group(Group.OPEN));
        MessageContextBuilder part = MessageContext.builder().addressed(false).album("7");

        assertThat(
                        gate.admissions(
                                List.of(
                                        message(STRANGER, "-9", false, part),
                                        message(FRIEND, "-9", false, part),
                                        message(STRANGER, "-9", false, part.addressed(true)))))
                .extracting(Admission::outcome)
                .as("the first part, another person's, the part with the mention")
                .containsExactly(Outcome.ACCEPT, Outcome.REFUSE, Outcome.ACCEPT);
    }

    private static InboundMessage of(SenderKind kind) {
        return message("7", "-9", false, MessageContext.builder().senderKind(kind).addressed(true));
    }

    private static AccessPolicy direct(Direct policy) {
        return new AccessPolicy(
                policy, Set.of(FRIEND), Group.ALLOWLIST, true, Map.of(), false, Bots.IGNORE);
    }

    private static AccessPolicy group(Group policy) {
        return new AccessPolicy(
                Direct.PAIRING, Set.of(FRIEND), policy, true, GROUPS, false, Bots.IGNORE);
    }

    private static InboundMessage message(
            String sender, String conversation, boolean direct, MessageContextBuilder context) {
        return new InboundMessage(
                        "1", conversation, sender, direct, "hi", List.of(), "", Instant.EPOCH)
                .withContext(context.build());
    }
}
