package dev.gateway.adapter.contract;

import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.contract.FakeAbilities;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.weixin.WeixinUser;
import java.util.List;

/** The abilities of the fake Weixin, which has private chats only. */
final class WeixinAbilities implements FakeAbilities {

    @Override
    public SentMessage sendFile(VirtualUser person, String name, byte[] content) {
        return ((WeixinUser) person).sendsFile(name, content);
    }

    @Override
    public String filePath() {
        return "/c2c/download";
    }

    @Override
    public List<String> typing(VirtualUser person) {
        return ((WeixinUser) person).typing();
    }

    @Override
    public Fault limitOfOneConversation() {
        return Fault.Answer.status(200, "{\"ret\":-2,\"errmsg\":\"rate limited\"}");
    }
}
