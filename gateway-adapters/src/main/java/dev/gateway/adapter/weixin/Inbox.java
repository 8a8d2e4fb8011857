package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a poll delivered to disk before anything else happens, as the platform may never
 * deliver it again. Messages, cursor and context tokens go in one batch. Messages with files (and
 * those behind them in the same conversation) go into that batch too, as JSON in a note, and become
 * messages in a second batch when their files are fetched: a kill in between loses neither.
 *
 * <p>A batch that the gateway did not take is kept and offered again before the next poll. One
 * thread at a time.
 */
final class Inbox {

    /** Name of the note with messages whose files are not fetched yet; empty if there are none. */
    static final String UNFETCHED = "unfetched";

    /** Without bounds: what is in our own notes has passed them. */
    private static final ObjectMapper NOTES = new ObjectMapper();

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final PlatformContext context;
    private final MessageReader reader;
    private final Repeats repeats;
    private final MediaFetcher media;
    private volatile InboundBatch refused;

    Inbox(PlatformContext context, MessageReader reader, Repeats repeats, MediaFetcher media) {
        this.context = context;
        this.reader = reader;
        this.repeats = repeats;
        this.media = media;
    }

    /** Finishes what an earlier run, of this process or of a killed one, did not. */
    void resume() throws PlatformException, CallCancelledException, InterruptedException {
        media.sweep();
        if (refused != null) {
            LOG.info(
                    "{}: offering {} messages again",
                    context.platform(),
                    refused.messages().size());
            store(refused);
        }
        List<Received> unfetched = unfetched();
        if (!unfetched.isEmpty()) {
            fetch(unfetched);
        }
    }

    /** Takes the messages of one answer and the cursor behind them. */
    void take(JsonNode messages, String cursor)
            throws PlatformException, CallCancelledException, InterruptedException {
        List<InboundMessage> now = new ArrayList<>();
        List<Received> later = new ArrayList<>();
        Set<String> behindFiles = new HashSet<>();
        Map<String, String> notes = new HashMap<>();
        for (Received message : reader.read(messages)) {
            if (!message.contextToken().isEmpty()) {
                notes.put(ContextTokens.note(message.conversation()), message.contextToken());
            }
            if (!message.files().isEmpty()) {
                behindFiles.add(message.conversation());
            }
            if (behindFiles.contains(message.conversation())) {
                later.add(message);
            } else {
                now.add(message.with(List.of(), ""));
            }
        }
        notes.putAll(repeats.notes());
        if (!later.isEmpty()) {
            notes.put(UNFETCHED, write(later));
        }
        store(new InboundBatch(now, Optional.of(cursor), notes));
        if (!later.isEmpty()) {
            fetch(later);
        }
    }

    /** How many messages would be lost if the process ended now. */
    int notStored() {
        InboundBatch kept = refused;
        return kept == null ? 0 : kept.messages().size();
    }

    private void fetch(List<Received> messages)
            throws PlatformException, CallCancelledException, InterruptedException {
        List<InboundMessage> complete = media.fetch(messages);
        context.accept(new InboundBatch(complete, Optional.empty(), Map.of(UNFETCHED, "")));
    }

    private void store(InboundBatch batch)
            throws PlatformException.NotAccepted, InterruptedException {
        refused = batch;
        context.accept(batch);
        refused = null;
    }

    private List<Received> unfetched() {
        List<Received> messages = new ArrayList<>();
        String note = context.note(UNFETCHED).orElse("");
        if (!note.isEmpty()) {
            try {
                for (JsonNode entry : NOTES.readTree(note)) {
                    reader.read(entry.path("message"), JsonFields.text(entry, "key"))
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

    private static String write(List<Received> messages) {
        ArrayNode entries = IlinkApi.JSON.createArrayNode();
        for (Received message : messages) {
            entries.addObject().put("key", message.dedupKey()).set("message", message.raw());
        }
        return entries.toString();
    }
}
