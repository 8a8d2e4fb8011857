package dev.gateway.core.file;

import dev.gateway.core.file.UnreadableFileException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Set;

/**
 * Reader of text files that a person wrote. Follows symbolic links. Refuses anything but a regular
 * file, since opening a FIFO or a terminal could block for ever.
 */
public final class BoundedTextFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private BoundedTextFile() {}

    /** Returns the text of {@code file}, which must be UTF-8 and at most {@code limit} bytes. */
    public static String read(Path file, int limit) throws UnreadableFileException {
        return decode(bytes(file, limit));
    }

    private static byte[] bytes(Path file, int limit) throws UnreadableFileException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new UnreadableFileException(Reason.NOT_A_FILE, "is a folder, not a file");
            }
            if (!attributes.isRegularFile()) {
                throw new UnreadableFileException(Reason.NOT_A_FILE, "is not a regular file");
            }
            try (InputStream in = UntrustedFiles.openConfigured(file)) {
                byte[] bytes = in.readNBytes(limit + 1);
                if (bytes.length > limit) {
                    throw new UnreadableFileException(
                            Reason.TOO_BIG, "is bigger than " + limit / 1024 + " KiB");
                }
                return bytes;
            }
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException(Reason.MISSING, "no such file");
        } catch (AccessDeniedException e) {
            throw new UnreadableFileException(
                    Reason.ACCESS_DENIED, "cannot be read: permission denied");
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new UnreadableFileException(Reason.FAILED, "cannot be read: " + reason);
        } catch (IOException | SecurityException e) {
            // Not the message of the exception: its content depends on the file system.
            throw new UnreadableFileException(
                    Reason.FAILED, "cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String decode(byte[] bytes) throws UnreadableFileException {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw new UnreadableFileException(
                    Reason.NOT_TEXT, "is not UTF-8 text", lineOf(text, text.length()));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == '\u007F') {
                throw new UnreadableFileException(
                        Reason.NOT_TEXT, "holds a control character", lineOf(text, i));
            }
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static int lineOf(String text, int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /**
     * Returns whether users other than its owner may read the file; false where the system cannot
     * tell.
     */
    public static boolean isReadableByOthers(Path file) {
        return othersHave(
                file, Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
    }

    /**
     * Returns whether users other than its owner may write to the file; false where the system
     * cannot tell.
     */
    public static boolean isWritableByOthers(Path file) {
        return othersHave(
                file, Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    }

    private static boolean othersHave(Path file, Set<PosixFilePermission> any) {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        try {
            var attributes = view.readAttributes();
            return attributes.isRegularFile()
                    && !Collections.disjoint(attributes.permissions(), any);
        } catch (IOException | SecurityException e) {
            return false;
        }
    }
}
