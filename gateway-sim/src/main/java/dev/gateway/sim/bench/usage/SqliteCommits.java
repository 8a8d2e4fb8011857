package dev.gateway.sim.bench.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * The number of transactions in a SQLite database with a write-ahead log. The head of its shared
 * index counts them (<a href="https://sqlite.org/walformat.html">iChange</a>); reading that takes
 * no lock.
 */
public final class SqliteCommits {

    private static final int VERSION = 3_007_000;
    private static final int COUNT_AT = 8;
    private static final int HEAD = 12;

    private SqliteCommits() {}

    /** Returns the count, of which only differences mean something; empty if there is none. */
    public static OptionalLong of(Path database) {
        Path index = database.resolveSibling(database.getFileName() + "-shm");
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.nativeOrder());
        try (FileChannel file = FileChannel.open(index, StandardOpenOption.READ)) {
            return file.read(head, 0) == HEAD && head.getInt(0) == VERSION
                    ? OptionalLong.of(Integer.toUnsignedLong(head.getInt(COUNT_AT)))
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
