package dev.gateway.adapter.weixin.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.adapter.weixin.media.CdnFile;
import dev.gateway.adapter.weixin.media.CdnFileExtractor;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A reader of the quote in a message. Older clients send what is quoted, the newest only its id:
 * the gateway looks that message up before it asks the handler. For a part of it they send the
 * part's edges, which are known here alone: then it is looked up at once.
 */
public final class QuoteReader {

    private final Function<String, Optional<Quote>> said;

    /** Creates a reader that looks messages up by their id. */
    public QuoteReader(Function<String, Optional<Quote>> said) {
        this.said = said;
    }

    /** Returns the quote of a message. */
    public Optional<Quote> read(JsonNode message) {
        List<JsonNode> places = new ArrayList<>(List.of(message));
        message.path("item_list").forEach(places::add);
        return places.stream()
                .map(place -> place.path("ref_msg"))
                .flatMap(reference -> quote(reference).stream())
                .findFirst();
    }

    private Optional<Quote> quote(JsonNode reference) {
        JsonNode item = reference.path("message_item");
        String id = JsonFields.id(reference, "svr_id");
        if (id.isEmpty()) {
            id = JsonFields.id(item, "msg_id");
        }
        List<RemoteAttachment> files =
                CdnFileExtractor.ofItem(item).stream().map(CdnFile::toRemoteAttachment).toList();
        String text = text(reference, item, !files.isEmpty());
        if (!text.isEmpty() || !files.isEmpty()) {
            return Optional.of(part(new Quote(id, "", "", text, files), reference));
        }
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Quote bare = new Quote(id, "", "", "", List.of());
        return Optional.of(reference.has("partial_text") ? partOfStored(bare, reference) : bare);
    }

    private Quote partOfStored(Quote bare, JsonNode reference) {
        return said.apply(bare.id()).map(found -> part(found, reference)).orElse(bare);
    }

    /** Returns the quoted text; the title summarises it, or is all that there is. */
    private static String text(JsonNode reference, JsonNode item, boolean hasFile) {
        String title = JsonFields.text(reference, "title").strip();
        String words = ItemReader.text(item, hasFile);
        String body = words.isEmpty() && hasFile ? ItemReader.description(item) : words;
        if (title.isEmpty() || body.contains(title)) {
            return body;
        }
        return body.isEmpty() ? title : title + "\n" + body;
    }

    private static Quote part(Quote whole, JsonNode reference) {
        return PartialQuote.of(reference.path("partial_text"))
                .flatMap(part -> part.in(whole.text()))
                .map(
                        text ->
                                new Quote(
                                        whole.id(),
                                        whole.sender(),
                                        whole.senderName(),
                                        text,
                                        whole.attachments()))
                .orElse(whole);
    }
}
