package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
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

    /** Sends a text that quotes an earlier message. */
    public SentMessage quotes(String title, String quoted, String text) {
        ObjectNode item = textItem(text);
        ObjectNode reference = item.putObject("ref_msg").put("title", title);
        reference.set("message_item", textItem(quoted));
        return send(text, item);
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
            byte[] key = cdn.newKey();
            ObjectNode item = IlinkResponseFactory.object().put("type", 4);
            ObjectNode file = item.putObject("file_item").put("file_name", fileName);
            file.put("len", Integer.toString(content.length));
            media(file, content, key, base64OfHex(key));
            return send("", item);
        }
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
