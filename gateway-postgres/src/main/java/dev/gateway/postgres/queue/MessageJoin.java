package dev.gateway.postgres.queue;

import dev.gateway.core.journal.ClaimResult.Joined;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.ContextCodec;
import dev.gateway.core.journal.table.MessageGroup;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.postgres.table.ClaimMessages.Place;
import dev.gateway.postgres.table.JoinMessages;
import dev.gateway.postgres.table.JoinMessages.Part;
import dev.gateway.postgres.table.JoinMessages.Waiting;
import dev.gateway.postgres.table.JoinMessages.Whole;
import dev.gateway.postgres.table.Lanes;
import dev.gateway.postgres.table.MessageRow;
import dev.gateway.postgres.table.ParkMessages.Parked;
import dev.gateway.postgres.writer.RowReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The messages of one claim that may be the first parts of longer ones: each is joined with what
 * belongs to it, or waits as long as more of it is expected.
 */
final class MessageJoin {

    private final AttachmentCodec files;
    private final ClaimMessagesTask task;
    private final long now;
    private final List<Whole> wholes = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Parked> unreadable = new ArrayList<>();
    private final Map<Long, ClaimedMessage> messages = new LinkedHashMap<>();
    private final List<Joined> rest = new ArrayList<>();
    private final Map<String, Long> rowOfPart = new LinkedHashMap<>();
    private Set<Long> claimed = Set.of();
    private Set<Long> joined = Set.of();

    MessageJoin(AttachmentCodec files, ClaimMessagesTask task, long now) {
        this.files = files;
        this.task = task;
        this.now = now;
    }

    /** Adds the rows of several conversations, those of each in the order of receipt. */
    void add(List<MessageRow> rows) {
        Map<Place, List<MessageRow>> byPlace = new LinkedHashMap<>();
        for (MessageRow row : rows) {
            byPlace.computeIfAbsent(place(row), ignored -> new ArrayList<>()).add(row);
        }
        byPlace.values().forEach(each -> each.sort((a, b) -> Long.compare(a.seq(), b.seq())));
        byPlace.values().forEach(this::addConversation);
    }

    private void addConversation(List<MessageRow> rows) {
        MessageRow first = rows.get(0);
        RowReader.Read<ClaimedMessage> head = read(first);
        if (head.value().isEmpty()) {
            unreadable.add(new Parked(first, head.reason()));
            return;
        }
        Duration burstWindow = task.burstWindow(first.account());
        var group =
                new MessageGroup(
                        new MessageGroup.Part(head.value().get(), first.acceptedAt()), burstWindow);
        if (!MessageGroup.mayContinue(head.value().get(), burstWindow)) {
            claim(first, group);
            return;
        }
        for (MessageRow row : rows.subList(1, rows.size())) {
            Optional<ClaimedMessage> next = read(row).value();
            if (next.isPresent()
                    && !group.add(new MessageGroup.Part(next.get(), row.acceptedAt()))) {
                break; // An unreadable one is parked when its turn comes.
            }
        }
        Optional<Long> opensUntil = group.opensUntil(now);
        if (opensUntil.isPresent()) {
            waiting.add(new Waiting(place(first), opensUntil.get()));
        } else {
            claim(first, group);
        }
    }

    private void claim(MessageRow head, MessageGroup group) {
        ClaimedMessage whole = group.joined();
        InboundMessage message = whole.message();
        wholes.add(
                new Whole(
                        head.seq(),
                        place(head),
                        whole.claim(),
                        message.text(),
                        files.write(message.attachments()),
                        ContextCodec.write(message.remote()),
                        ContextCodec.write(message.context()),
                        message.replyContext()));
        messages.put(head.seq(), whole);
        for (ClaimedMessage part : group.rest()) {
            parts.add(new Part(part.row(), head.seq()));
            rest.add(new Joined(part.id(), whole.id(), head.account()));
            rowOfPart.put(part.id(), part.row());
        }
    }

    /** Stores the decisions. */
    void run(Connection connection, String session) throws SQLException {
        if (wholes.isEmpty() && waiting.isEmpty()) {
            return;
        }
        JoinMessages.Result result = JoinMessages.run(connection, session, wholes, parts, waiting);
        claimed = result.claimed();
        joined = result.joined();
        if (!result.strays().isEmpty()) {
            Lanes.free(connection, session, Lanes.INBOX, result.strays(), now);
        }
    }

    /** Returns the claimed messages, each with all its parts. */
    List<ClaimedMessage> taken() {
        return messages.entrySet().stream()
                .filter(each -> claimed.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Returns the messages that are parts of others now. */
    List<Joined> joined() {
        return rest.stream().filter(part -> joined.contains(rowOfPart.get(part.id()))).toList();
    }

    /** Returns the messages that cannot be read, to be parked. */
    List<Parked> unreadable() {
        return unreadable;
    }

    /** Returns the time at which the next of the waiting conversations is due. */
    OptionalLong next() {
        return waiting.stream().mapToLong(Waiting::until).min();
    }

    private RowReader.Read<ClaimedMessage> read(MessageRow row) {
        return RowReader.read(row.id(), () -> row.read(files));
    }

    private static Place place(MessageRow row) {
        return new Place(row.account(), row.conversation());
    }
}
