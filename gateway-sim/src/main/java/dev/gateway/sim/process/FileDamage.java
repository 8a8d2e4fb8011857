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

/** What can have happened to a file while nobody looked. Each replaces whatever was there. */
public enum FileDamage {
    /** Gone. */
    MISSING {
        @Override
        void make(Path file, byte[] before) {}
    },
    /** There, with nothing in it. */
    EMPTY {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.write(file, new byte[0]);
        }
    },
    /** The first half of what was there. */
    TRUNCATED {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.write(file, Arrays.copyOf(before, before.length / 2));
        }
    },
    /** Bytes that are no text. */
    BINARY {
        @Override
        void make(Path file, byte[] before) throws IOException {
            byte[] bytes = new byte[4096];
            new Random(1).nextBytes(bytes);
            Files.write(file, bytes);
        }
    },
    /** As a file looks whose size reached the disk and whose content did not. */
    ZEROS {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.write(file, new byte[Math.max(before.length, 300)]);
        }
    },
    /** 4 GiB: reading it whole ends in OutOfMemoryError. Takes no space. */
    HUGE {
        @Override
        void make(Path file, byte[] before) throws IOException {
            try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(4L << 30);
            }
        }
    },
    /** Text of another kind. */
    NOT_JSON {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.writeString(file, "<html><body>502 Bad Gateway</body></html>\n");
        }
    },
    /** JSON of another kind. */
    OTHER_JSON {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.writeString(file, "[{\"pid\": {\"pid\": -1}}, 1e999, null]\n");
        }
    },
    /** JSON, nested deeper than a parser's stack. */
    DEEP_JSON {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.write(file, "[".repeat(200_000).getBytes(StandardCharsets.US_ASCII));
        }
    },
    /** A link to a file that is not there. */
    DANGLING_LINK {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.createSymbolicLink(file, Path.of("nothing-here"));
        }
    },
    /** A link to itself. */
    LINK_LOOP {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.createSymbolicLink(file, file.getFileName());
        }
    },
    /** A link to the intact content, which is now elsewhere. */
    LINK_ELSEWHERE {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Path moved = file.resolveSibling(file.getFileName() + ".moved");
            Files.write(moved, before);
            Files.createSymbolicLink(file, moved);
        }
    },
    /** A folder with somebody's file in it. */
    DIRECTORY {
        @Override
        void make(Path file, byte[] before) throws IOException {
            Files.createDirectory(file);
            Files.writeString(file.resolve("precious.txt"), "do not delete\n");
        }
    },
    /** A named pipe: whoever opens it for reading waits for ever. */
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

    private static final int MOST_KEPT = 64 * 1024;

    abstract void make(Path file, byte[] before) throws IOException;

    /** Does it to this file, whether it is there or not. */
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
            return in.readNBytes(MOST_KEPT);
        }
    }

    /** Removes a file, a link or a folder with all that is in it. */
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
