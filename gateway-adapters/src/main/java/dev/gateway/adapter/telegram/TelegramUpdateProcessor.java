package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.telegram.message.ParsedUpdate;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Unreachable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of one poll's updates to the gateway, in one batch. An update without a message to
 * answer moves the offset too, or it would come again for ever. Files are downloaded later.
 */
final class TelegramUpdateProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(TelegramUpdateProcessor.class);

    private static final long HIGHEST = 1L << 53;

    private final PlatformContext context;
    private final CancellationScope scope;
    private final TelegramUpdateParser parser;
    private final CallbackAcknowledger callbacks;
    private final ChatMigrationRegistry migrations;

    TelegramUpdateProcessor(
            PlatformContext context,
            CancellationScope scope,
            TelegramUpdateParser parser,
            CallbackAcknowledger callbacks,
            ChatMigrationRegistry migrations) {
        this.context = context;
        this.scope = scope;
        this.parser = parser;
        this.callbacks = callbacks;
        this.migrations = migrations;
    }

    /** Delivers all updates and returns the next offset; empty if there were none. */
    OptionalLong process(JsonNode updates)
            throws PlatformException, CallCancelledException, InterruptedException {
        List<InboundMessage> ready = new ArrayList<>();
        List<String> pressed = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        OptionalLong next = OptionalLong.empty();
        for (JsonNode update : updates) {
            JsonNode id = update.path("update_id");
            if (!usable(id)) {
                LOG.warn("{}: skipped an update without usable id", context.platform());
                continue;
            }
            ParsedUpdate parsed = read(id.asLong(), update);
            parsed.message().ifPresentOrElse(ready::add, () -> leftOut.add(parsed.leftOut()));
            if (!parsed.callback().isEmpty()) {
                pressed.add(parsed.callback());
            }
            next = OptionalLong.of(Math.max(next.orElse(Long.MIN_VALUE), id.asLong() + 1));
        }
        if (next.isEmpty() && !updates.isEmpty()) {
            throw new Unreachable("Telegram getUpdates failed: no update has a usable id");
        }
        if (next.isPresent()) {
            accept(ready, next);
            if (!leftOut.isEmpty()) {
                LOG.info(
                        "{}: left out, see docs/protocols.md: {}",
                        context.platform(),
                        String.join(", ", leftOut));
            }
            callbacks.acknowledge(pressed);
        }
        return next;
    }

    private ParsedUpdate read(long id, JsonNode update)
            throws CallCancelledException, InterruptedException {
        try {
            learnMove(update.path("message"));
            return parser.parse(id, update);
        } catch (RuntimeException e) {
            // Continue with the others; the same update would fail again.
            LOG.error("{}: update {} cannot be read", context.platform(), id, e);
            return parser.unreadable(id, update);
        }
    }

    private void accept(List<InboundMessage> ready, OptionalLong next)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (scope.cancelled()) {
            // Not confirmed, so the next poll receives it.
            throw new CallCancelledException();
        }
        Map<String, String> notes = migrations.unsaved();
        String cursor = Long.toString(next.getAsLong());
        context.accept(new InboundBatch(ready, Optional.of(cursor), notes));
        migrations.markSaved(notes);
    }

    private void learnMove(JsonNode message) {
        JsonNode from = message.path("chat").path("id");
        JsonNode to = message.path("migrate_to_chat_id");
        JsonNode old = message.path("migrate_from_chat_id");
        if (from.isIntegralNumber() && to.isIntegralNumber()) {
            migrations.recordMigration(from.asLong(), to.asLong());
        } else if (from.isIntegralNumber() && old.isIntegralNumber()) {
            migrations.recordMigration(old.asLong(), from.asLong());
        }
    }

    /**
     * Returns whether an id can be confirmed; a negative offset would make the server drop updates.
     */
    private static boolean usable(JsonNode id) {
        return id.isIntegralNumber()
                && id.canConvertToLong()
                && id.asLong() >= 0
                && id.asLong() <= HIGHEST;
    }
}
