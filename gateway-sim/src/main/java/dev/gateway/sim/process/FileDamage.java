package dev.gateway.sim.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The ways in which a file can be damaged while no process watches it. Each replaces whatever was
 * there.
 */
public enum FileDamage {
    /** The file is missing. */
    MISSING {
        @Override
        void make(Path file, byte[] before) {}
    },
    /** The file is empty. */
    EMPTY {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.write(file, new byte[0]);
        }
    },
    /** The first half of the content is left. */
    TRUNCATED {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.write(file, Arrays.copyOf(before, before.length / 2));
        }
    },
    /** The content is random bytes, no text. */
    BINARY {
        @Override
        void make(Path file, byte[] before) throws IOException {
            byte[] bytes = new byte[4096];
            new Random(1).nextBytes(bytes);
            Files.write(file, bytes);
        }
    },
    /** The content is zeros, as in a file whose size reached the disk and whose content did not. */
    ZEROS {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.write(file, new byte[Math.max(before.length, 300)]);
        }
    },
    /**
     * The file has 4 GiB: reading it whole ends in OutOfMemoryError. It is sparse and takes no
     * space.
     */
    HUGE {
        @Override
        void make(Path file, byte[] before) throws IOException {
            try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(4L << 30);
            }
        }
    },
    /** The content is HTML. */
    NOT_JSON {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.writeString(file, "<html><body>502 Bad Gateway</body></html>\n");
        }
    },
    /** The content is JSON of another structure. */
    OTHER_JSON {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.writeString(file, "[{\"pid\": {\"pid\": -1}}, 1e999, null]\n");
        }
    },
    /** The content is JSON that is nested deeper than a parser's stack. */
    DEEP_JSON {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.write(file, "[".repeat(200_000).getBytes(StandardCharsets.US_ASCII));
        }
    },
    /** The path is a link to a file that does not exist. */
    DANGLING_LINK {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.createSymbolicLink(file, Path.of("nothing-here"));
        }
    },
    /** The path is a link to itself. */
    LINK_LOOP {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.createSymbolicLink(file, file.getFileName());
        }
    },
    /** The path is a link to the intact content, which has moved. */
    LINK_ELSEWHERE {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Path moved = file.resolveSibling(file.getFileName() + ".moved");
            Files.write(moved, before);
            Files.createSymbolicLink(file, moved);
        }
    },
    /** The path is a folder that holds a file. */
    DIRECTORY {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.createDirectory(file);
            Files.writeString(file.resolve("precious.txt"), "do not delete\n");
        }
    },
    /** The path is a named pipe: opening it for reading blocks for ever. */
    PIPE {
        @Override
        void make(Path file, byte[] before) throws IOException {
            try {
                var made = new ProcessBuilder("mkfifo", file.toString()).start();
                if (made.waitFor() != 0) {
                    throw new IOException("mkfifo " + file + " failed");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted at mkfifo " + file, e);
            }
        }
    };

    private static final int MAX_KEPT = 64 * 1024;

    abstract void make(Path file, byte[] before) throws IOException;

    /** Damages this file, whether it exists or not. */
    public void applyTo(Path file) throws IOException {
        byte[] before = startOf(file);
        delete(file);
        make(file, before);
    }

    private static byte[] startOf(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_KEPT);
        }
    }

    /** Deletes a file, a link or a folder with all its content. */
    static void delete(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : all) {
            Files.deleteIfExists(entry);
        }
    }
}
