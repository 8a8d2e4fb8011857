package dev.gateway.adapter.telegram;

import dev.gateway.core.file.UntrustedFiles;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Unavailable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * A file that a Bot API server of the operator's, started with {@code --local}, left on a disk that
 * the gateway sees too. The server is trusted with the bot and not with the machine: only a plain
 * file that belongs neither to the gateway nor to the system is read, and no more of it than was
 * announced.
 *
 * @param path its absolute path
 * @param size as the server says; 0 if it says none
 * @param token the bot's token, which is mostly a part of the path
 */
record LocalServerFile(String path, long size, Secret token) {

    /** The largest file of such a server. */
    static final long LIMIT = 2000L << 20;

    private static final int PIECE = 64 << 10;

    private static final Set<String> SYSTEM =
            Set.of("etc", "proc", "sys", "dev", "boot", "run", "root");

    /** Returns whether a path of getFile is one of the server's disk. */
    static boolean isPath(String path) {
        return path.startsWith("/");
    }

    /**
     * Returns whether it may be read: the server keeps the files of a bot in a folder with the name
     * of its token. Elsewhere, neither folders of the system nor hidden ones are entered.
     */
    boolean isAllowed() {
        List<String> names = List.of(path.substring(1).split("/+"));
        if (names.contains("..")) {
            return false;
        }
        if (names.contains(token.reveal()) || names.contains(windowsName())) {
            return true;
        }
        return !SYSTEM.contains(names.get(0))
                && names.stream().noneMatch(name -> name.startsWith("."));
    }

    /** Copies it over an existing file. */
    void copy(Path into, Deadline deadline, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        try (InputStream in = UntrustedFiles.open(Path.of(path))) {
            copy(in, into, deadline, scope);
        } catch (InvalidPathException e) {
            throw new Unavailable("the Bot API server named a path that is none");
        } catch (NoSuchFileException e) {
            // It may be on its way, or the operator is about to mount the folder.
            throw new Unreachable(
                    "The Bot API server keeps the file at "
                            + withoutToken(path)
                            + ", where the gateway sees none. Give both the same folder.");
        } catch (IOException e) {
            throw new Unreachable(
                    "The file of the Bot API server cannot be read: "
                            + withoutToken(String.valueOf(e.getMessage())));
        }
    }

    private String withoutToken(String text) {
        return text.replace(token.reveal(), "<token>").replace(windowsName(), "<token>");
    }

    /** Returns the name of the bot's folder where a colon cannot be in one. */
    private String windowsName() {
        return token.reveal().replace(':', '~');
    }

    private void copy(InputStream in, Path into, Deadline deadline, CancellationScope scope)
            throws PlatformException, IOException, CallCancelledException, InterruptedException {
        long most = size > 0 ? size : LIMIT;
        long copied = 0;
        byte[] piece = new byte[PIECE];
        try (Target target = new Target(into)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                copied += read;
                if (copied > most) {
                    throw new Unavailable("larger than the Bot API server announced");
                }
                target.write(piece, read);
                check(deadline, scope);
            }
        }
        if (copied < size) {
            throw new Unreachable("The file of the Bot API server is not complete yet");
        }
    }

    private static void check(Deadline deadline, CancellationScope scope)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (scope.cancelled()) {
            throw new CallCancelledException();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (deadline.isExpired()) {
            throw new Unreachable("The file of the Bot API server took too long to copy");
        }
    }

    /** The file to write, whose failures are the gateway's own. */
    private static final class Target implements AutoCloseable {

        private final OutputStream out;

        Target(Path file) {
            try {
                out =
                        Files.newOutputStream(
                                file,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void write(byte[] bytes, int length) {
            try {
                out.write(bytes, 0, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
