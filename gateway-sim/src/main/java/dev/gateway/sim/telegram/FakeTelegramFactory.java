package dev.gateway.sim.telegram;

import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformFactory;

/** The factory of the fake Telegram for {@code serve}, scenarios and the demo. */
public final class FakeTelegramFactory implements FakePlatformFactory {

    @Override
    public String type() {
        return "telegram";
    }

    @Override
    public FakePlatform start(FakeOptions options) {
        FakeTelegram telegram = FakeTelegram.start(TelegramOptions.defaults().port(options.port()));
        for (int i = 1; i < options.bots(); i++) {
            telegram.addBot("bot_" + i + "_bot");
        }
        return telegram;
    }
}
