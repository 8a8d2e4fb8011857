package dev.gateway.it.acceptance.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.process.PlatformConfigSource;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.telegram.TelegramGroup;
import dev.gateway.sim.telegram.TelegramUser;
import dev.gateway.sim.telegram.content.UserContent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups in which people talk to each other, to other bots, to all, and sometimes to the bot. */
class GroupConversationsIT extends GatewayProcessFixture {

    private static final int ONLY_TALK = 9;

    @Test
    void onlyWhatIsAddressedToTheBotIsAnsweredAndTwoBotsDoNotAnswerEachOther() throws Exception {
        String second = telegram.addBot("second_bot");
        String third = telegram.addBot("third_bot");
        String open = "group_policy: open, send_limit: none";
        String all = open + ", require_mention: false";
        home.writeConfig(
                config().with("family", telegram)
                                .yaml()
                                .replace(PlatformConfigSource.OPEN_TO_ALL, open)
                        + telegram.gatewayConfig(second, "two")
                                .replace(PlatformConfigSource.OPEN_TO_ALL, all)
                        + telegram.gatewayConfig(third, "three")
                                .replace(PlatformConfigSource.OPEN_TO_ALL, all));
        RunningProcess run = running();

        TelegramUser papa = talkOfOthers();
        TelegramUser first = telegram.sharedGroup(List.of(second, third), "house").user("papa");
        TelegramUser other = telegram.sharedGroup(List.of(third, second), "house").user("papa");
        first.says("hi");
        papa.says("😀 what does @first_fake_bot say?");
        papa.says("/new@first_fake_bot");

        await().atMost(TIMEOUT).until(() -> papa.heard().size() >= 2 && refused() >= ONLY_TALK);
        assertThat(papa.heard())
                .extracting(BotMessage::text)
                .containsExactly("😀 what does @first_fake_bot say?", "/new");
        await().atMost(TIMEOUT).until(() -> first.heard().size() >= 1 && other.heard().size() >= 1);
        // Each bot has seen the other one's answer when that is refused.
        await().atMost(TIMEOUT).until(() -> refused() >= ONLY_TALK + 2);
        assertThat(first.heard()).hasSize(1);
        assertThat(other.heard()).hasSize(1);

        run.kill(Signal.TERM);
        assertThat(run.awaitExit(TIMEOUT)).isZero();
    }

    /** Says in a group what no answer is expected to; returns one of its members. */
    private TelegramUser talkOfOthers() {
        var otto = JsonNodeFactory.instance.objectNode().put("id", 7).put("first_name", "Otto");
        var bot = JsonNodeFactory.instance.objectNode().put("id", 8).put("is_bot", true);
        TelegramGroup family = telegram.group(telegram.token(), "family");
        TelegramUser papa = family.user("papa");
        papa.says("dinner at 7?");
        papa.says("@other_bot what time is it");
        papa.sends(UserContent.text("Otto, look").linking("Otto", otto));
        papa.says("@all lunch is ready");
        papa.sends(UserContent.text("@first_fake_bot a joke").with("via_bot", bot));
        papa.sends(UserContent.location(52.52, 13.405));
        papa.says("/new");
        family.channel("News").says("@first_fake_bot today");
        family.bot("other_bot").says("@first_fake_bot beep");
        return papa;
    }

    private int refused() {
        return home.state().map(state -> state.at("/messages/refused").asInt()).orElse(0);
    }
}
