package dev.gateway.adapter.contract;

import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.contract.FakeAbilities;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.telegram.TelegramGroup;
import dev.gateway.sim.telegram.TelegramUser;
import java.time.Duration;
import java.util.List;

/** The abilities of the fake Telegram. */
final class TelegramAbilities implements FakeAbilities {

    private final FakeTelegram telegram;

    TelegramAbilities(FakeTelegram telegram) {
        this.telegram = telegram;
    }

    @Override
    public SentMessage sendFile(VirtualUser person, String name, byte[] content) {
        return ((TelegramUser) person).sendsDocument(name, "text/plain", content, "");
    }

    @Override
    public String filePath() {
        return "/file/bot*";
    }

    private TelegramGroup group() {
        return telegram.group(telegram.token(), "team");
    }

    @Override
    public VirtualUser member(String name) {
        return group().user(name);
    }

    @Override
    public VirtualUser otherBot(String name) {
        return group().bot(name);
    }

    @Override
    public SentMessage address(VirtualUser member, String text) {
        return member.says("@first_fake_bot " + text);
    }

    @Override
    public SentMessage remark(VirtualUser member, String text) {
        return member.says(text);
    }

    @Override
    public List<String> typing(VirtualUser person) {
        return ((TelegramUser) person).actions();
    }

    @Override
    public Fault limitOfOneConversation() {
        return new Fault.Answer(telegram.throttled(Duration.ofSeconds(7)));
    }
}
