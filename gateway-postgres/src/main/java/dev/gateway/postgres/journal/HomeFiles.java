package dev.gateway.postgres.journal;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.postgres.attachment.AttachmentStore;
import dev.gateway.postgres.connection.Database;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of messages and answers, between the media folder of this home and the place that all
 * hosts reach. Thread-safe; what moves files takes as long as they need.
 */
final class HomeFiles implements AutoCloseable {

    /** The pause before files are asked for again that could not be had. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AttachmentCodec codec;
    private final AttachmentStore store;
    private final Clock clock;

    HomeFiles(GatewayHome home, Database database, Clock clock) {
        this.codec = new AttachmentCodec(new MediaReferences(home.media()));
        this.store =
                AttachmentStore.of(database, home.media(), database.config().attachments(), clock);
        this.clock = clock;
    }

    /** Returns the codec of the columns. */
    AttachmentCodec codec() {
        return codec;
    }

    /** Returns a batch whose files all hosts reach. */
    InboundBatch received(AccountId account, InboundBatch batch)
            throws IOException, InterruptedException {
        if (batch.messages().stream().allMatch(message -> message.attachments().isEmpty())) {
            return batch;
        }
        List<InboundMessage> messages = new ArrayList<>();
        for (InboundMessage message : batch.messages()) {
            messages.add(store.received(account, message));
        }
        return new InboundBatch(messages, batch.cursor(), batch.notes());
    }

    /** Puts downloaded files where all hosts reach them; returns the text of the column. */
    String received(AccountId account, List<Attachment> files)
            throws IOException, InterruptedException {
        return codec.write(store.received(account, files));
    }

    /** Returns the parts of an answer with files that all hosts reach. */
    List<MessagePart> sent(AccountId account, List<MessagePart> parts)
            throws IOException, InterruptedException {
        return parts.stream().allMatch(part -> part.attachments().isEmpty())
                ? parts
                : store.sent(account, parts);
    }

    /** Returns the text of the column for files. */
    String write(List<Attachment> files) {
        return codec.write(files);
    }

    /** Brings the files of a claimed message into this home. */
    ClaimedMessage fetch(ClaimedMessage claim) throws IOException, InterruptedException {
        InboundMessage message = store.fetch(claim.account(), claim.message());
        return message == claim.message()
                ? claim
                : new ClaimedMessage(
                        claim.id(),
                        claim.platform(),
                        claim.account(),
                        message,
                        claim.attempt(),
                        claim.failures(),
                        claim.row(),
                        claim.claim());
    }

    /** Brings the files of a claimed answer into this home. */
    ClaimedAnswer fetch(ClaimedAnswer claim) throws IOException, InterruptedException {
        OutboundMessage message = store.fetch(claim.account(), claim.message());
        return message == claim.message()
                ? claim
                : new ClaimedAnswer(
                        claim.platform(),
                        claim.account(),
                        message,
                        claim.failures(),
                        claim.refusals(),
                        claim.since(),
                        claim.row(),
                        claim.claim());
    }

    /** Returns the time of the next claim if claims wait for their files. */
    Optional<Instant> nextTry(Optional<Instant> due) {
        Instant again = clock.instant().plus(PAUSE);
        return Optional.of(due.filter(again::isAfter).orElse(again));
    }

    /** Returns the locations in this home that columns name. */
    Set<String> locations(List<String> columns) {
        return columns.stream()
                .flatMap(column -> codec.locations(column).stream())
                .collect(Collectors.toSet());
    }

    /** Deletes what no message of any host needs any more. */
    int sweep() throws IOException, InterruptedException {
        return store.sweep();
    }

    @Override
    public void close() {
        store.close();
    }
}
