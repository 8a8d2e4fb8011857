package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.PlatformException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the files of a message into the media folder, before the message is stored and so before
 * the platform's three seconds are over: all files of a message together get {@link #WITHIN}. One
 * that does not come in that time, or that the platform refuses, becomes a note in the text.
 *
 * <p>A file is written beside its name and then renamed, so that a name never stands for half a
 * file; what a killed process left half-written is removed by {@link #clear}. Used by one thread.
 */
final class Media {

    private static final Logger LOG = LoggerFactory.getLogger(Media.class);

    /** Leaves the second half of the three seconds for storing. */
    static final Duration WITHIN = Duration.ofMillis(1_500);

    /** The platform's own limit for files in messages. */
    private static final long LARGEST = 100L << 20;

    private static final String PART = ".part";
    private static final String WHAT = "file download";

    private final OpenApi api;
    private final CallScope scope;
    private final Path folder;

    Media(OpenApi api, CallScope scope, Path folder) {
        this.api = api;
        this.scope = scope;
        this.folder = folder;
    }

    /**
     * What came of a message's files.
     *
     * @param attachments those that are there
     * @param notes a line for each that is not
     */
    record Fetched(List<Attachment> attachments, String notes) {}

    /** Removes what an earlier process left half-written. */
    void clear() {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.warn("Cannot tidy {}: {}", folder, e.getMessage());
        }
    }

    /** Fetches what it can in time; {@code arrival} is when the message came. */
    Fetched fetch(ReceivedMessage message, long arrival) throws InterruptedException {
        long deadline = arrival + WITHIN.toNanos();
        List<Attachment> attachments = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        int number = 0;
        for (Resource resource : message.content().resources()) {
            try {
                Path file = folder.resolve(fileName(message.id(), number++, resource.name()));
                attachments.add(fetch(message.id(), resource, file, deadline));
            } catch (PlatformException | CallCancelledException | IOException e) {
                LOG.warn(
                        "A file of message {} is missing: {}",
                        message.id(),
                        Answer.oneLine(String.valueOf(e.getMessage())));
                notes.add("[" + resource.label() + ": not available]");
            }
        }
        return new Fetched(attachments, String.join("\n", notes));
    }

    private Attachment fetch(String message, Resource resource, Path file, long deadline)
            throws PlatformException, CallCancelledException, IOException, InterruptedException {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative()) {
            throw new PlatformException.Unreachable("no time left to fetch it");
        }
        String path =
                "/open-apis/im/v1/messages/%s/resources/%s?type=%s"
                        .formatted(
                                PathSegment.of(message),
                                PathSegment.of(resource.key()),
                                resource.type());
        Path part = newPart(file);
        try {
            Answer answer = api.download(path, part, LARGEST, left, scope, WHAT);
            if (!answer.ok()) {
                throw new PlatformException.Unreachable(answer.words(WHAT));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        String name = resource.name().isEmpty() ? file.getFileName().toString() : resource.name();
        return new Attachment(
                resource.kind(), name, MediaType.of(resource.kind(), file), file, Files.size(file));
    }

    private static Path newPart(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        Files.deleteIfExists(part);
        if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var ownerOnly = PosixFilePermissions.fromString("rw-------");
            return Files.createFile(part, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
        return Files.createFile(part);
    }

    /** Told by the platform alone, so nothing of it may lead out of the folder. */
    private static String fileName(String message, int number, String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        boolean plain = name.contains(".") && extension.matches("[A-Za-z0-9]{1,10}");
        String id = message.replaceAll("[^A-Za-z0-9_-]", "");
        return (id.length() > 100 ? id.substring(0, 100) : id)
                + "-"
                + number
                + (plain ? "." + extension : "");
    }
}
