package dev.gateway.postgres.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentStoreTest {

    private static final AccountId ACCOUNT = new AccountId("telegram:4711");
    private static final int MEBIBYTE = 1 << 20;

    @TempDir Path folder;

    private final PostgresConfig config = TestDatabase.freshSchema();
    private final Database database = new Database(config, "test", ConnectionGuard.NONE);
    private final List<AttachmentStore> open = new ArrayList<>();
    private Path one;
    private Path two;
    private Path shared;

    @BeforeEach
    void migrate() throws Exception {
        try (Connection connection = database.connect(ConnectionUse.read("test"))) {
            Schema.migrate(connection, database);
        }
        one = Files.createDirectories(folder.resolve("one/media"));
        two = Files.createDirectories(folder.resolve("two/media"));
        shared = Files.createDirectory(folder.resolve("shared"));
    }

    @AfterEach
    void close() {
        open.forEach(AttachmentStore::close);
    }

    @Test
    void aFileThatOneHostDownloadedIsInTheMediaFolderOfTheHostThatClaims() throws Exception {
        for (Optional<Path> directory : List.of(Optional.<Path>empty(), Optional.of(shared))) {
            byte[] content = bytes(3 * MEBIBYTE + 5);
            Path file = file(one.resolve("bot/1-0-photo.png"), content);

            String column = column(one, store(one, directory).received(ACCOUNT, files(file)));
            InboundMessage claimed =
                    store(two, directory).fetch(ACCOUNT, message(codec(two).read(column)));

            Attachment here = claimed.attachments().get(0);
            assertThat(here.path()).startsWith(two).hasBinaryContent(content);
            assertThat(here.location()).endsWith(".png");
            assertThat(claimed.text()).isEqualTo("look");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(here.path())))
                    .isEqualTo("rw-------");
            assertThat(column).doesNotContain(folder.toString());
        }
    }

    @Test
    void aHostThatHasTheFileAsksNoStore() throws Exception {
        AttachmentStore store = store(one, Optional.empty());
        List<Attachment> files = store.received(ACCOUNT, files(file(one.resolve("a"), bytes(9))));
        execute("DELETE FROM blob");

        assertThat(store.fetch(ACCOUNT, message(files)).attachments()).isEqualTo(files);
    }

    @Test
    void theSameContentIsStoredOnceForAnAccount() throws Exception {
        AttachmentStore store = store(one, Optional.empty());
        store.received(ACCOUNT, files(file(one.resolve("a.png"), bytes(9))));
        store.received(ACCOUNT, files(file(one.resolve("b.png"), bytes(9))));
        store.received(new AccountId("feishu:x"), files(file(one.resolve("c.png"), bytes(9))));

        assertThat(blobs()).isEqualTo(2);
    }

    @Test
    void aCallThatIsRepeatedAfterAFailureFindsTheFileUnderItsFormerName() throws Exception {
        AttachmentStore store = store(one, Optional.empty());
        List<Attachment> files = files(file(one.resolve("a.png"), bytes(9)));

        assertThat(store.received(ACCOUNT, files)).isEqualTo(store.received(ACCOUNT, files));
    }

    @Test
    void aFileOfAnAnswerIsSentAsItWasWhenTheHandlerNamedIt() throws Exception {
        Path named = file(folder.resolve("chart.png"), bytes(100));
        AttachmentStore store = store(one, Optional.empty());

        List<MessagePart> parts =
                store.sent(ACCOUNT, List.of(new MessagePart("see", files(named))));
        Files.write(named, bytes(50));
        Attachment stored = parts.get(0).attachments().get(0);

        assertThat(stored.path()).startsWith(one).hasBinaryContent(bytes(100));
        assertThat(named).hasBinaryContent(bytes(50));
        String column = column(one, parts.get(0).attachments());
        OutboundMessage claimed =
                store(two, Optional.empty())
                        .fetch(
                                ACCOUNT,
                                new OutboundMessage("i", "c", "", "see", codec(two).read(column)));
        assertThat(claimed.attachments().get(0).path()).hasBinaryContent(bytes(100));
    }

    @Test
    void aFileOfAnAnswerThatCannotBeReadStaysNamedAndFailsWhenItIsSent() throws Exception {
        List<Attachment> missing =
                List.of(new Attachment(Attachment.Kind.FILE, "x", "text/plain", "/nowhere/x", 4));

        assertThat(
                        store(one, Optional.empty())
                                .sent(ACCOUNT, List.of(new MessagePart("see", missing)))
                                .get(0)
                                .attachments())
                .isEqualTo(missing);
    }

    @Test
    void aFileTooLargeForTheDatabaseIsUsedWhereItIsAndNotedElsewhere() throws Exception {
        Path file = file(one.resolve("film.mp4"), new byte[20 * MEBIBYTE + 1]);
        AttachmentStore here = store(one, Optional.empty());
        List<Attachment> files = here.received(ACCOUNT, files(file));
        String column = column(one, files);

        assertThat(blobs()).isZero();
        assertThat(here.fetch(ACCOUNT, message(files)).attachments()).isEqualTo(files);
        InboundMessage elsewhere =
                store(two, Optional.empty()).fetch(ACCOUNT, message(codec(two).read(column)));
        assertThat(elsewhere.attachments()).isEmpty();
        assertThat(elsewhere.text())
                .startsWith("look\n[image film.mp4 is not available: 20,971,521 bytes");
    }

    @Test
    void aSharedFolderHasNoLimitOfSize() throws Exception {
        Path file = file(one.resolve("film.mp4"), new byte[20 * MEBIBYTE + 1]);
        List<Attachment> files = store(one, Optional.of(shared)).received(ACCOUNT, files(file));

        InboundMessage claimed =
                store(two, Optional.of(shared))
                        .fetch(ACCOUNT, message(codec(two).read(column(one, files))));

        assertThat(claimed.attachments().get(0).path()).hasSize(20 * MEBIBYTE + 1);
    }

    @Test
    void aSharedFolderThatIsNotMountedIsNoLostFile() throws Exception {
        List<Attachment> files =
                store(one, Optional.of(shared))
                        .received(ACCOUNT, files(file(one.resolve("a"), bytes(9))));
        AttachmentStore other = store(two, Optional.of(folder.resolve("not-mounted")));

        assertThatThrownBy(() -> other.fetch(ACCOUNT, message(codec(two).read(column(one, files)))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not-mounted");
    }

    @Test
    void contentIsDeletedWhenNoMessageNeedsItAnyMore() throws Exception {
        for (Optional<Path> directory : List.of(Optional.<Path>empty(), Optional.of(shared))) {
            AttachmentStore store = store(one, directory);
            List<Attachment> needed =
                    store.received(ACCOUNT, files(file(one.resolve("a"), bytes(1))));
            List<Attachment> done =
                    store.received(ACCOUNT, files(file(one.resolve("b"), bytes(2))));
            insertMessage(column(one, needed));
            assertThat(store.sweep()).isZero();

            age(Duration.ofHours(25));
            store.received(ACCOUNT, files(file(one.resolve("c"), bytes(3))));

            assertThat(store.sweep()).isEqualTo(1);
            AttachmentStore other = store(two, directory);
            assertThat(other.fetch(ACCOUNT, moved(needed)).attachments()).hasSize(1);
            assertThat(other.fetch(ACCOUNT, moved(done)).attachments()).isEmpty();
            execute("DELETE FROM message");
            assertThat(store.sweep()).isEqualTo(1);
            clear();
        }
    }

    private void execute(String sql) throws SQLException {
        TestDatabase.run(config, sql);
    }

    private long blobs() throws SQLException {
        try (Connection connection = database.connect(ConnectionUse.read("test"))) {
            return Sql.first(connection, "SELECT count(*) FROM blob", row -> row.getLong(1))
                    .orElseThrow();
        }
    }

    private void clear() throws IOException, SQLException {
        execute("DELETE FROM blob");
        for (Path media : List.of(one, two)) {
            try (Stream<Path> files = Files.list(media.resolve("content"))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void age(Duration age) throws IOException, SQLException {
        execute("UPDATE blob SET touched = touched - interval '" + age.toSeconds() + " seconds'");
        try (Stream<Path> files = Files.list(shared)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
            }
        }
    }

    private InboundMessage moved(List<Attachment> files) {
        return message(codec(two).read(column(one, files)));
    }

    private void insertMessage(String attachments) throws SQLException {
        execute(
                "INSERT INTO message(id, account, dedup_key, conversation, sender, direct, text,"
                        + " attachments, sent_at, accepted_at) VALUES('m1', 'telegram:4711', 'k',"
                        + " 'c', 's', true, 'look', '"
                        + attachments
                        + "', 0, 0)");
    }

    private AttachmentStore store(Path media, Optional<Path> directory) {
        AttachmentStore store = AttachmentStore.of(database, media, directory, Clock.systemUTC());
        open.add(store);
        return store;
    }

    private static AttachmentCodec codec(Path media) {
        return new AttachmentCodec(new MediaReferences(media));
    }

    private static String column(Path media, List<Attachment> files) {
        return codec(media).write(files);
    }

    private static InboundMessage message(List<Attachment> files) {
        return new InboundMessage("k", "c", "s", true, "look", files, "", Instant.EPOCH);
    }

    private static List<Attachment> files(Path file) throws IOException {
        return List.of(
                new Attachment(
                        Attachment.Kind.IMAGE,
                        file.getFileName().toString(),
                        "image/png",
                        file,
                        Files.size(file)));
    }

    private static Path file(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
