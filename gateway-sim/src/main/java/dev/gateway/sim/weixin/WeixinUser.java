package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.weixin.protocol.PartialText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A person who chats with one bot. Thread-safe. */
public final class WeixinUser implements VirtualUser {

    private final Object lock;
    private final MessageRouter router;
    private final FakeCdn cdn;
    private final WeixinBot bot;
    private final String name;
    private final String id;

    WeixinUser(Object lock, MessageRouter router, FakeCdn cdn, WeixinBot bot, String name) {
        this.lock = lock;
        this.router = router;
        this.cdn = cdn;
        this.bot = bot;
        this.name = name;
        id = WeixinIds.user(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String conversation() {
        return id;
    }

    @Override
    public SentMessage says(String text) {
        return send(text, textItem(text));
    }

    /** Sends a text that quotes an earlier message, as clients did that sent the quote whole. */
    public SentMessage quotes(String title, String quoted, String text) {
        ObjectNode item = textItem(text);
        ObjectNode reference = item.putObject("ref_msg").put("title", title);
        reference.set("message_item", textItem(quoted));
        return send(text, item);
    }

    /** Sends a text that quotes a message by its id alone, as the newest clients do. */
    public SentMessage quotesById(String messageId, String text) {
        ObjectNode item = textItem(text);
        item.putObject("ref_msg").put("svr_id", messageId);
        return send(text, item);
    }

    /** Sends a text that quotes a part of a message, which begins and ends with these words. */
    public SentMessage quotesPart(String messageId, String whole, String part, String text) {
        ObjectNode item = textItem(text);
        ObjectNode reference = item.putObject("ref_msg").put("svr_id", messageId);
        reference.set("partial_text", PartialText.of(whole, part));
        return send(text, item);
    }

    /** Sends a text that quotes a file. */
    public SentMessage quotesFile(String fileName, byte[] content, String text) {
        synchronized (lock) {
            ObjectNode item = textItem(text);
            item.putObject("ref_msg").set("message_item", fileItem(fileName, content));
            return send(text, item);
        }
    }

    /** Sends a text of which the client says that it is not finished. */
    public SentMessage isWriting(String text) {
        synchronized (lock) {
            return router.route(
                    bot, id, text, textItem(text), json -> json.put("message_state", 1));
        }
    }

    /** Sends the begin of a tool call, or with a status its end. */
    public SentMessage callsTool(String runId, String tool, String status) {
        boolean begin = status.isEmpty();
        ObjectNode item = IlinkResponseFactory.object().put("type", begin ? 11 : 12);
        ObjectNode call =
                item.putObject(begin ? "tool_call_start_item" : "tool_call_result_item")
                        .put("tool_name", tool)
                        .put("tool_call_id", "call-" + tool);
        if (!begin) {
            call.put("status", status);
        }
        synchronized (lock) {
            return router.route(bot, id, "", item, json -> json.put("run_id", runId));
        }
    }

    /** Sends an item of a type that no client knows. */
    public SentMessage sendsItem(int type) {
        return send("", IlinkResponseFactory.object().put("type", type));
    }

    /** Sends a picture; its key is in hex beside the media, as in the app. */
    public SentMessage sendsImage(byte[] content) {
        synchronized (lock) {
            byte[] key = cdn.newKey();
            ObjectNode item = IlinkResponseFactory.object().put("type", 2);
            ObjectNode image = item.putObject("image_item");
            image.put("aeskey", HexFormat.of().formatHex(key));
            media(image, content, key, Base64.getEncoder().encodeToString(key));
            return send("", item);
        }
    }

    /** Sends a file; its key is the Base64 of hex digits, its length is text. */
    public SentMessage sendsFile(String fileName, byte[] content) {
        synchronized (lock) {
            return send("", fileItem(fileName, content));
        }
    }

    private ObjectNode fileItem(String fileName, byte[] content) {
        byte[] key = cdn.newKey();
        ObjectNode item = IlinkResponseFactory.object().put("type", 4);
        ObjectNode file = item.putObject("file_item").put("file_name", fileName);
        file.put("len", Integer.toString(content.length));
        media(file, content, key, base64OfHex(key));
        return item;
    }

    /** Sends a video; its key is the Base64 of the plain bytes. */
    public SentMessage sendsVideo(byte[] content) {
        synchronized (lock) {
            byte[] key = cdn.newKey();
            ObjectNode item = IlinkResponseFactory.object().put("type", 5);
            ObjectNode video = item.putObject("video_item");
            media(video, content, key, Base64.getEncoder().encodeToString(key));
            return send("", item);
        }
    }

    /** Sends a voice message; the platform's transcript may be empty. */
    public SentMessage sendsVoice(byte[] content, String transcript) {
        synchronized (lock) {
            byte[] key = cdn.newKey();
            ObjectNode item = IlinkResponseFactory.object().put("type", 3);
            ObjectNode voice = item.putObject("voice_item").put("encode_type", 6);
            if (!transcript.isEmpty()) {
                voice.put("text", transcript);
            }
            media(voice, content, key, base64OfHex(key));
            return send(transcript, item);
        }
    }

    @Override
    public List<BotMessage> heard() {
        synchronized (lock) {
            return List.copyOf(bot.conversation(id).heard());
        }
    }

    /** Returns the message ids of what {@link #heard} returns, in order. */
    public List<String> heardIds() {
        synchronized (lock) {
            return bot.conversation(id).sentIds();
        }
    }

    /** Returns the message id of a message of this user. */
    public String messageId(SentMessage sent) {
        return MessageRouter.messageId(sent);
    }

    /** Returns the texts of the bot that are still being generated. */
    public List<String> drafts() {
        synchronized (lock) {
            return List.copyOf(bot.conversation(id).drafts().values());
        }
    }

    /** Returns the begin and end of each tool call that the bot showed, in order. */
    public List<String> progress() {
        synchronized (lock) {
            return List.copyOf(bot.conversation(id).progress());
        }
    }

    /** Returns each {@code typing} and {@code quiet} that the bot showed, in order. */
    public List<String> typing() {
        synchronized (lock) {
            return List.copyOf(bot.conversation(id).typing());
        }
    }

    private SentMessage send(String text, ObjectNode item) {
        synchronized (lock) {
            return router.route(bot, id, text, item);
        }
    }

    private void media(ObjectNode body, byte[] content, byte[] key, String wireKey) {
        String param = cdn.keep(content, key);
        ObjectNode media = body.putObject("media");
        media.put("encrypt_query_param", param).put("aes_key", wireKey).put("encrypt_type", 1);
        cdn.fullUrl(param).ifPresent(url -> media.put("full_url", url));
    }

    private static ObjectNode textItem(String text) {
        ObjectNode item = IlinkResponseFactory.object().put("type", 1);
        item.putObject("text_item").put("text", text);
        return item;
    }

    private static String base64OfHex(byte[] key) {
        String hex = HexFormat.of().formatHex(key);
        return Base64.getEncoder().encodeToString(hex.getBytes(StandardCharsets.US_ASCII));
    }
}
