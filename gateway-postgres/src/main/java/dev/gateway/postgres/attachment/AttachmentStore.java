package dev.gateway.postgres.attachment;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.postgres.connection.Database;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of messages and answers of a shared journal. Before a row is written, {@link #received}
 * or {@link #sent} puts the content of its files where every host finds it and returns them with
 * the names that the row is to have: {@code media/content/DIGEST.png}, relative to the home as any
 * reference. After a claim, {@link #fetch} gets what is not here yet. Thread-safe; all methods may
 * take as long as a large file takes, so that none belongs inside a transaction.
 *
 * <p>A process that dies between the two leaves content without a row, which a sweep deletes after
 * a day.
 */
public final class AttachmentStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AttachmentStore.class);

    /** The number of moved files whose former names are remembered, for calls that are repeated. */
    private static final int REMEMBERED = 1000;

    private final MediaContent media;
    private final ContentStore store;
    private final Map<Path, Path> moved =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Path> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private AttachmentStore(Path media, ContentStore store, Clock clock) {
        this.media = new MediaContent(media, clock);
        this.store = store;
    }

    /**
     * Creates the store of a home; nothing is connected before the first file.
     *
     * @param media the home's media folder
     * @param directory the folder that all hosts share; empty for the database
     * @param clock the clock that makes files in the media folder young
     */
    public static AttachmentStore of(
            Database database, Path media, Optional<Path> directory, Clock clock) {
        ContentStore store =
                directory.isPresent()
                        ? new DirectoryStore(directory.get(), database, clock)
                        : new BlobStore(database);
        return new AttachmentStore(media, store, clock);
    }

    /**
     * Stores files that the gateway itself has downloaded into its media folder; each moves to its
     * name by content. May be repeated with the former names.
     *
     * @return the files under their new names
     * @throws IOException if the store cannot be reached
     */
    public List<Attachment> received(AccountId account, List<Attachment> files)
            throws IOException, InterruptedException {
        List<Attachment> stored = new ArrayList<>();
        for (Attachment file : files) {
            stored.add(store(account, file, this::move));
        }
        return stored;
    }

    /** Stores the files of a message as {@link #received(AccountId, List)} does. */
    public InboundMessage received(AccountId account, InboundMessage message)
            throws IOException, InterruptedException {
        return message.attachments().isEmpty()
                ? message
                : with(message, received(account, message.attachments()), message.text());
    }

    /**
     * Stores copies of the files of an answer: what a handler named may change or vanish.
     *
     * @return the parts with their files under the new names
     * @throws IOException if the store cannot be reached
     */
    public List<MessagePart> sent(AccountId account, List<MessagePart> parts)
            throws IOException, InterruptedException {
        List<MessagePart> stored = new ArrayList<>();
        for (MessagePart part : parts) {
            List<Attachment> files = copies(account, part.attachments());
            stored.add(new MessagePart(part.text(), files, part.format()));
        }
        return stored;
    }

    /**
     * Stores copies of files; returns them under their new names.
     *
     * @throws IOException if the store cannot be reached
     */
    public List<Attachment> copies(AccountId account, List<Attachment> files)
            throws IOException, InterruptedException {
        List<Attachment> stored = new ArrayList<>();
        for (Attachment file : files) {
            stored.add(store(account, file, this::copy));
        }
        return stored;
    }

    /**
     * Returns a claimed message with its files in the media folder of this host. One that is not to
     * be had any more is left out, with a note in the text.
     *
     * @throws IOException if the store cannot be reached: the claim is to be released
     */
    public InboundMessage fetch(AccountId account, InboundMessage message)
            throws IOException, InterruptedException {
        if (message.attachments().isEmpty()) {
            return message;
        }
        List<String> lines = lines(message.text());
        List<Attachment> files = fetch(account, message.attachments(), lines);
        return with(message, files, String.join("\n", lines));
    }

    /** Returns a claimed answer with its files, as the other method does with a message. */
    public OutboundMessage fetch(AccountId account, OutboundMessage answer)
            throws IOException, InterruptedException {
        if (answer.attachments().isEmpty()) {
            return answer;
        }
        List<String> lines = lines(answer.text());
        List<Attachment> files = fetch(account, answer.attachments(), lines);
        return new OutboundMessage(
                answer.id(),
                answer.conversation(),
                answer.replyContext(),
                String.join("\n", lines),
                files,
                answer.format());
    }

    private static List<String> lines(String text) {
        return new ArrayList<>(text.isEmpty() ? List.of() : List.of(text));
    }

    /**
     * Deletes content that no unfinished message or answer of any host needs and that is older than
     * a day; returns the number of files.
     */
    public int sweep() throws IOException, InterruptedException {
        return store.sweep();
    }

    /** Lets go of connections. Idempotent. */
    @Override
    public void close() {
        store.close();
    }

    private Attachment store(AccountId account, Attachment file, Placing placing)
            throws IOException, InterruptedException {
        Placed placed;
        try {
            placed = placing.place(file);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException | InvalidPathException e) {
            // As with a journal in the home: who sends or handles it will say what is wrong.
            LOG.warn("{} cannot be kept for other hosts: {}", file.location(), e.toString());
            return file;
        }
        if (store.holds(placed.size())) {
            store.put(account, placed.key(), placed.path());
        } else {
            LOG.info(
                    "{} of {} bytes is too large for the journal; no other host gets it.",
                    file.name(),
                    placed.size());
        }
        return new Attachment(
                file.kind(), file.name(), file.mediaType(), placed.path(), placed.size());
    }

    private Placed move(Attachment file) throws IOException {
        Path path = moved(file.path());
        ContentKey key = media.move(path, file.name());
        Path target = media.path(key, file.name());
        remember(file.path(), target);
        return new Placed(key, target, Files.size(target));
    }

    private Placed copy(Attachment file) throws IOException {
        ContentKey key = media.copy(file.path(), file.name());
        Path target = media.path(key, file.name());
        return new Placed(key, target, Files.size(target));
    }

    /** Returns the path of a file that may have moved at a former attempt. */
    private Path moved(Path file) {
        synchronized (moved) {
            return moved.getOrDefault(file, file);
        }
    }

    private void remember(Path former, Path now) {
        synchronized (moved) {
            moved.put(former, now);
        }
    }

    private List<Attachment> fetch(AccountId account, List<Attachment> files, List<String> lines)
            throws IOException, InterruptedException {
        List<Attachment> here = present(account, files);
        for (Attachment file : files) {
            if (!here.contains(file)) {
                LOG.warn("{} is on another host only.", file.name());
                lines.add(missing(file));
            }
        }
        return here;
    }

    /**
     * Gets files into the media folder of this home; returns those that are there now.
     *
     * @throws IOException if the store cannot be reached
     */
    public List<Attachment> present(AccountId account, List<Attachment> files)
            throws IOException, InterruptedException {
        List<Attachment> here = new ArrayList<>();
        for (Attachment file : files) {
            if (fetch(account, file)) {
                here.add(file);
            }
        }
        return here;
    }

    /** Gets a file unless it is here; returns false if it is not to be had. */
    private boolean fetch(AccountId account, Attachment file)
            throws IOException, InterruptedException {
        Optional<ContentKey> key = key(file);
        if (key.isEmpty() || MediaContent.isHere(file.path(), file.size())) {
            return true;
        }
        Path part = media.newPart();
        try {
            if (!store.get(account, key.get(), part)) {
                return false;
            }
            media.publish(part, file.path());
            return true;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Optional<ContentKey> key(Attachment file) {
        try {
            Path path = file.path();
            return media.contains(path)
                    ? ContentKey.ofFile(path.getFileName().toString())
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String missing(Attachment file) {
        return "[%s %s is not available: %,d bytes are too large to pass from one host to another]"
                .formatted(file.kind().name().toLowerCase(Locale.ROOT), file.name(), file.size());
    }

    private static InboundMessage with(
            InboundMessage message, List<Attachment> files, String text) {
        return new InboundMessage(
                message.dedupKey(),
                message.conversation(),
                message.sender(),
                message.direct(),
                text,
                files,
                message.remote(),
                message.replyContext(),
                message.sentAt(),
                message.context());
    }

    @FunctionalInterface
    private interface Placing {
        Placed place(Attachment file) throws IOException;
    }

    /** A file in its place by content. */
    private record Placed(ContentKey key, Path path, long size) {}
}
