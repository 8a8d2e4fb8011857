package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.Attachment;

/** The kinds of files that can be sent, with their numbers and fields in the protocol. */
enum OutboundMediaType {
    IMAGE(1, 2, "image_item"),
    VIDEO(2, 5, "video_item"),
    FILE(3, 4, "file_item"),
    VOICE(4, 3, "voice_item");

    /** The encoding SILK, which Weixin itself records; it plays only this as a voice message. */
    private static final int ENCODE_SILK = 6;

    private final int uploadType;
    private final int itemType;
    private final String field;

    OutboundMediaType(int uploadType, int itemType, String field) {
        this.uploadType = uploadType;
        this.itemType = itemType;
        this.field = field;
    }

    /**
     * Returns the type for a file. Audio other than SILK is sent as a file, which every client can
     * open.
     */
    static OutboundMediaType of(Attachment attachment) {
        return switch (attachment.kind()) {
            case IMAGE -> IMAGE;
            case VIDEO -> VIDEO;
            case FILE -> FILE;
            case AUDIO -> attachment.mediaType().equals("audio/silk") ? VOICE : FILE;
        };
    }

    /** Returns the {@code media_type} of {@code getuploadurl}. */
    int uploadType() {
        return uploadType;
    }

    ObjectNode item(String name, String reference, String key, long size, long encryptedSize) {
        ObjectNode item = JsonCodec.MAPPER.createObjectNode().put("type", itemType);
        ObjectNode body = item.putObject(field);
        body.putObject("media")
                .put("encrypt_query_param", reference)
                .put("aes_key", key)
                .put("encrypt_type", 1);
        switch (this) {
            case IMAGE -> body.put("mid_size", encryptedSize);
            case VIDEO -> body.put("video_size", encryptedSize);
            case FILE -> body.put("file_name", name).put("len", Long.toString(size));
            case VOICE -> body.put("encode_type", ENCODE_SILK);
        }
        return item;
    }
}
