package dev.gateway.sim.feishu;

import com.lark.oapi.Client;
import com.lark.oapi.event.EventDispatcher;
import com.lark.oapi.service.im.ImService;
import com.lark.oapi.service.im.v1.model.CreateMessageReq;
import com.lark.oapi.service.im.v1.model.CreateMessageReqBody;
import com.lark.oapi.service.im.v1.model.EventMessage;
import com.lark.oapi.service.im.v1.model.P2MessageReceiveV1;
import com.lark.oapi.service.im.v1.model.ReplyMessageReq;
import com.lark.oapi.service.im.v1.model.ReplyMessageReqBody;

/**
 * An echo bot made with the vendor's SDK alone, in a process of its own: the SDK cannot be stopped.
 * Arguments: address of the platform, app id, app secret. Prints a line for each message.
 */
public final class VendorSdkBot {

    private VendorSdkBot() {}

    /** Runs until it is killed. */
    public static void main(String[] args) {
        Client api = Client.newBuilder(args[1], args[2]).openBaseUrl(args[0]).build();
        EventDispatcher events =
                EventDispatcher.newBuilder("", "")
                        .onP2MessageReceiveV1(
                                new ImService.P2MessageReceiveV1Handler() {
                                    @Override
                                    public void handle(P2MessageReceiveV1 event) throws Exception {
                                        answer(api, event.getEvent().getMessage());
                                    }
                                })
                        .build();
        new com.lark.oapi.ws.Client.Builder(args[1], args[2])
                .eventHandler(events)
                .domain(args[0])
                .build()
                .start();
    }

    private static void answer(Client api, EventMessage message) throws Exception {
        System.out.println("message " + message.getMessageId() + " " + message.getContent());
        if (message.getChatType().equals("group")) {
            var reply =
                    ReplyMessageReq.newBuilder()
                            .messageId(message.getMessageId())
                            .replyMessageReqBody(
                                    ReplyMessageReqBody.newBuilder()
                                            .content(message.getContent())
                                            .msgType("text")
                                            .uuid("r-" + message.getMessageId())
                                            .build())
                            .build();
            print(api.im().message().reply(reply).success());
        } else {
            var create =
                    CreateMessageReq.newBuilder()
                            .receiveIdType("chat_id")
                            .createMessageReqBody(
                                    CreateMessageReqBody.newBuilder()
                                            .receiveId(message.getChatId())
                                            .content(message.getContent())
                                            .msgType("text")
                                            .uuid("c-" + message.getMessageId())
                                            .build())
                            .build();
            print(api.im().message().create(create).success());
        }
    }

    private static void print(boolean sent) {
        System.out.println(sent ? "sent" : "not sent");
    }
}
