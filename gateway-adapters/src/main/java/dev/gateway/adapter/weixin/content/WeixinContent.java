package dev.gateway.adapter.weixin.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.weixin.media.CdnFile;
import dev.gateway.adapter.weixin.media.CdnFileExtractor;
import dev.gateway.core.platform.MessageKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a message apart from its quote.
 *
 * @param text its texts and transcripts, and descriptions of what is neither; never empty unless
 *     there are files
 * @param kind the kind of its first item that is more than text
 * @param files its files to download
 */
public record WeixinContent(String text, MessageKind kind, List<CdnFile> files) {

    /** Copies the list. */
    public WeixinContent {
        files = List.copyOf(files);
    }

    /** Returns the content of a message of the platform. */
    public static WeixinContent of(JsonNode message) {
        List<String> texts = new ArrayList<>();
        List<CdnFile> files = new ArrayList<>();
        MessageKind kind = MessageKind.TEXT;
        for (JsonNode item : message.path("item_list")) {
            List<CdnFile> itsFiles = CdnFileExtractor.ofItem(item);
            String text = ItemReader.text(item, !itsFiles.isEmpty());
            if (!text.isEmpty()) {
                texts.add(text);
            }
            files.addAll(itsFiles);
            kind = kind == MessageKind.TEXT && item.isObject() ? ItemReader.kind(item) : kind;
        }
        return texts.isEmpty() && files.isEmpty()
                ? new WeixinContent("[empty message]", MessageKind.OTHER, files)
                : new WeixinContent(String.join("\n", texts), kind, files);
    }
}
