package dev.gateway.adapter.feishu.connection;

import dev.gateway.adapter.text.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Events in the form of the platform. */
public final class FeishuEventFixture {

    private FeishuEventFixture() {}

    /** Returns a private text message to the bot. */
    public static String text(String id, String text) {
        return message(id, "p2p", "text", JsonCodec.text(Map.of("text", text)), "");
    }

    /** Returns a message; {@code more} is further fields of it, each with a comma before it. */
    public static String message(
            String id, String chatType, String messageType, String content, String more) {
        return """
        {"schema":"2.0","header":{"event_id":"ev-%s","event_type":"im.message.receive_v1",\
        "create_time":"1608725989000","token":"rvaYgkND1","app_id":"cli_a1",\
        "tenant_key":"2ca1d211f64f6438"},"event":{"sender":{"sender_id":{"union_id":"on_8",\
        "user_id":"e33","open_id":"ou_84aad"},"sender_type":"user","tenant_key":"736588"},\
        "message":{"message_id":"%s","create_time":"1609073151345","chat_id":"oc_5ce6",\
        "chat_type":"%s","message_type":"%s","content":%s%s}}}"""
                .formatted(id, id, chatType, messageType, quoted(content), more);
    }

    /** Returns the press of a button; {@code action} is a JSON object. */
    public static String press(String chat, String action) {
        return """
        {"schema":"2.0","header":{"event_id":"ev-press","event_type":"card.action.trigger",\
        "create_time":"1608725989000000","app_id":"cli_a1"},"event":{"operator":{\
        "open_id":"ou_84aad"},"token":"c-1","action":%s,"host":"im_message",\
        "context":{"open_message_id":"om_card","open_chat_id":"%s"}}}"""
                .formatted(action, chat);
    }

    public static Frame frame(String event) {
        return parts("m-" + Integer.toHexString(event.hashCode()), event, 1).get(0);
    }

    /** Returns an event in several frames. */
    public static List<Frame> parts(String messageId, String event, int sum) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        List<Frame> frames = new ArrayList<>();
        for (int seq = 0; seq < sum; seq++) {
            int from = bytes.length * seq / sum;
            int to = bytes.length * (seq + 1) / sum;
            byte[] part = Arrays.copyOfRange(bytes, from, to);
            frames.add(
                    new Frame(
                            40 + seq,
                            77,
                            33554678,
                            Frame.DATA,
                            List.of(
                                    new Frame.Header("type", "event"),
                                    new Frame.Header("message_id", messageId),
                                    new Frame.Header("sum", "" + sum),
                                    new Frame.Header("seq", "" + seq),
                                    new Frame.Header("trace_id", "trace-1")),
                            null,
                            null,
                            part,
                            "log-new"));
        }
        return frames;
    }

    private static String quoted(String text) {
        String wrapped = JsonCodec.text(Map.of("x", text));
        return wrapped.substring("{\"x\":".length(), wrapped.length() - 1);
    }
}
