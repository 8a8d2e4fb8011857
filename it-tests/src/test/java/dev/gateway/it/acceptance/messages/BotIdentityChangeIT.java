package dev.gateway.it.acceptance.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.weixin.FakeWeixin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replaces the token of an account by another bot's, and later puts it back. */
class BotIdentityChangeIT extends GatewayProcessFixture {

    @Test
    void messagesOfANewTelegramBotBelowTheOldOffsetAreAnswered() throws Exception {
        String other = telegram.addBot("other_bot", 100_000_000);
        running();
        for (int i = 0; i < 6; i++) {
            telegram.user("mama").says("hello " + i).awaitAnswer(TIMEOUT);
        }
        gateway.run(TIMEOUT, "stop").expectExit(0);
        List<SentMessage> toTheOther = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            toTheOther.add(telegram.user(other, "papa").says("other " + i));
        }
        SentMessage meanwhile = telegram.user("mama").says("are you there?");

        home.write(config().with("family", telegram, other));
        running();

        for (int i = 0; i < 4; i++) {
            assertThat(toTheOther.get(i).awaitAnswer(TIMEOUT)).isEqualTo("other " + i);
        }
        gateway.run(TIMEOUT, "stop").expectExit(0);
        home.write(config().with("family", telegram));
        running();
        assertThat(meanwhile.awaitAnswer(TIMEOUT)).isEqualTo("are you there?");
        assertThat(telegram.user("mama").heard()).hasSize(7);
        gateway.run(TIMEOUT, "stop").expectExit(0);
    }

    @Test
    void aNewWeixinBotIsPolledFromTheBeginning() throws Exception {
        try (FakeWeixin weixin = FakeWeixin.start()) {
            home.write(config().with("mama", weixin));
            running();
            weixin.user("mama").says("one").awaitAnswer(TIMEOUT);
            gateway.run(TIMEOUT, "stop").expectExit(0);
            String other = weixin.addBot("papa");
            SentMessage sent = weixin.user(other, "papa").says("two");
            home.write(config().with("mama", weixin, other));

            running();

            assertThat(sent.awaitAnswer(TIMEOUT)).isEqualTo("two");
            gateway.run(TIMEOUT, "stop").expectExit(0);
        }
    }
}
