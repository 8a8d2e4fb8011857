package dev.gateway.adapter.contract;

import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.contract.FakeAbilities;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuGroup;
import dev.gateway.sim.feishu.FeishuUser;
import dev.gateway.sim.server.Fault;

/** The abilities of the fake Feishu; a bot there has no sign of typing. */
final class FeishuAbilities implements FakeAbilities {

    private final FakeFeishu feishu;

    FeishuAbilities(FakeFeishu feishu) {
        this.feishu = feishu;
    }

    @Override
    public SentMessage sendFile(VirtualUser person, String name, byte[] content) {
        return ((FeishuUser) person).sendsFile(name, content);
    }

    @Override
    public String filePath() {
        return "/open-apis/im/v1/messages/*/resources/*";
    }

    private FeishuGroup group() {
        return feishu.group(feishu.appId(), "team");
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
        return member.says(text);
    }

    @Override
    public SentMessage remark(VirtualUser member, String text) {
        return ((FeishuUser) member).remarks(text);
    }

    @Override
    public Fault limitOfOneConversation() {
        return Fault.Answer.status(
                400, "{\"code\":230020,\"msg\":\"frequency limit of the chat\"}");
    }
}
