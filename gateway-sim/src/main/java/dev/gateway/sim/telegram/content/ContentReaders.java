package dev.gateway.sim.telegram.content;

import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods that send messages, each with the reader of its content. */
public final class ContentReaders {

    private ContentReaders() {}

    private interface Single {
        SentContent read(MethodArguments arguments) throws TelegramException;
    }

    /** Returns the readers by the method's name. */
    public static Map<String, SentContent.Reader> byMethod(TelegramFileStore files) {
        MediaContent media = new MediaContent(new UploadResolver(files));
        Map<String, SentContent.Reader> readers = new LinkedHashMap<>();
        readers.put("sendMessage", one(TextContent::message));
        readers.put("sendRichMessage", one(TextContent::rich));
        for (MediaKind kind : MediaKind.values()) {
            readers.put(kind.method(), one(arguments -> media.single(kind, arguments)));
        }
        readers.put("sendMediaGroup", media::album);
        readers.put("sendLocation", one(OtherContent::location));
        readers.put("sendVenue", one(OtherContent::venue));
        readers.put("sendContact", one(OtherContent::contact));
        readers.put("sendPoll", one(OtherContent::poll));
        readers.put("sendDice", one(OtherContent::dice));
        return readers;
    }

    private static SentContent.Reader one(Single reader) {
        return arguments -> List.of(reader.read(arguments));
    }
}
