package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storing of a poll's messages before any further step, because the platform may never deliver
 * them again. Messages, cursor and context tokens go in one batch; files are downloaded later.
 *
 * <p>A batch that the gateway did not accept is kept and offered again before the next poll. Not
 * thread-safe.
 */
final class WeixinUpdateProcessor {

    /**
     * The key of a note in which earlier versions kept messages with files; empty if there are
     * none.
     */
    static final String UNFETCHED = "unfetched";

    /** A mapper without bounds: the gateway's own notes were within them when they were stored. */
    private static final ObjectMapper NOTES = new ObjectMapper();

    private static final Logger LOG = LoggerFactory.getLogger(WeixinUpdateProcessor.class);

    private final PlatformContext context;
    private final WeixinMessageParser reader;
    private final DuplicateDetector duplicates;
    private volatile InboundBatch refused;

    WeixinUpdateProcessor(
            PlatformContext context, WeixinMessageParser reader, DuplicateDetector duplicates) {
        this.context = context;
        this.reader = reader;
        this.duplicates = duplicates;
    }

    /** Completes the work that an earlier run, of this process or of a killed one, left. */
    void resume() throws PlatformException, InterruptedException {
        if (refused != null) {
            LOG.info(
                    "{}: offering {} messages again",
                    context.platform(),
                    refused.messages().size());
            store(refused);
        }
        List<InboundMessage> unfetched = unfetched();
        if (!unfetched.isEmpty()) {
            store(new InboundBatch(unfetched, Optional.empty(), Map.of(UNFETCHED, "")));
        }
    }

    /** Stores the messages of one response and the cursor after them. */
    void process(JsonNode messages, String cursor) throws PlatformException, InterruptedException {
        List<InboundMessage> all = new ArrayList<>();
        Map<String, String> notes = new HashMap<>();
        for (WeixinReceivedMessage message : reader.parse(messages)) {
            if (!message.contextToken().isEmpty()) {
                notes.put(ContextTokenStore.note(message.conversation()), message.contextToken());
            }
            all.add(message.toInboundMessage());
        }
        notes.putAll(duplicates.notes());
        store(new InboundBatch(all, Optional.of(cursor), notes));
    }

    /** Returns how many messages would be lost if the process ended now. */
    int notStored() {
        InboundBatch kept = refused;
        return kept == null ? 0 : kept.messages().size();
    }

    private void store(InboundBatch batch)
            throws PlatformException.NotAccepted, InterruptedException {
        refused = batch;
        context.accept(batch);
        refused = null;
    }

    private List<InboundMessage> unfetched() {
        List<InboundMessage> messages = new ArrayList<>();
        String note = context.note(UNFETCHED).orElse("");
        if (!note.isEmpty()) {
            try {
                for (JsonNode entry : NOTES.readTree(note)) {
                    reader.parse(entry.path("message"), JsonFields.text(entry, "key"))
                            .map(WeixinReceivedMessage::toInboundMessage)
                            .ifPresent(messages::add);
                }
            } catch (JsonProcessingException e) {
                LOG.warn(
                        "{}: a note of {} characters about unfetched files is unreadable, dropped",
                        context.platform(),
                        note.length());
            }
        }
        return messages;
    }
}
