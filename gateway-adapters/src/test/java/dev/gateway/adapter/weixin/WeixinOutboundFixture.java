package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import java.util.List;

/** Outbound messages for tests. */
final class WeixinOutboundFixture {

    private WeixinOutboundFixture() {}

    static OutboundMessage text(String id, String text) {
        return reply(id, "", text);
    }

    static OutboundMessage reply(String id, String replyContext, String text) {
        return new OutboundMessage(id, WeixinFixture.USER, replyContext, text, List.of());
    }

    static OutboundMessage files(String id, String text, Attachment... attachments) {
        return new OutboundMessage(id, WeixinFixture.USER, "ctx", text, List.of(attachments));
    }
}
