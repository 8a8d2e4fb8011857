package dev.gateway.postgres.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.RemoteAttachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final AccountBinding BINDING =
            new AccountBinding(
                    "mama",
                    new AccountId("weixin:w1"),
                    Duration.ofSeconds(2),
                    true,
                    Optional.of(Duration.ofHours(1)));

    @TempDir Path folder;

    private final List<SpooledBatch> stored = new CopyOnWriteArrayList<>();
    private final List<Spool> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Spool::close);
    }

    @Test
    void aBatchThatIsStoredAtOnceNeverTouchesTheDisk() throws Exception {
        Spool spool = spool(Duration.ofSeconds(30));

        assertThat(spool.keep(() -> batch("a")).await(CompletableFuture.completedFuture(7)))
                .isEqualTo(7);

        assertThat(folder.resolve("spool")).doesNotExist();
    }

    @Test
    void aBatchThatWaitsForTheDatabaseIsOnTheDiskUntilItIsStored() throws Exception {
        Spool spool = spool(Duration.ofMillis(1));
        var storing = new CompletableFuture<Integer>();
        var result = new CompletableFuture<Integer>();
        new Thread(() -> complete(result, spool, storing)).start();
        await().untilAsserted(() -> assertThat(batches()).hasSize(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(batches().get(0))))
                .isEqualTo("rw-------");
        assertThat(result).isNotDone();

        storing.complete(3);

        await().untilAsserted(() -> assertThat(result).isCompletedWithValue(3));
        assertThat(batches()).isEmpty();
    }

    @Test
    void whatCouldNotBeStoredAtAStopIsStoredWholeAtTheNextStart() throws Exception {
        SpooledBatch batch = batch("kept");
        Spool first = spool(Duration.ofSeconds(30));
        KeptBatch kept = first.keep(() -> batch);
        assertThatThrownBy(
                        () ->
                                kept.await(
                                        CompletableFuture.failedFuture(
                                                new IOException("the journal is closed"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the journal is closed");
        assertThat(batches()).isEmpty();
        kept.leave();
        assertThat(batches()).hasSize(1);

        spool(Duration.ofSeconds(30)).start();

        await().untilAsserted(() -> assertThat(stored).containsExactly(batch));
        await().untilAsserted(() -> assertThat(batches()).isEmpty());
    }

    @Test
    void anInterruptedWaitLeavesTheBatchOnTheDiskUntilTheJournalHasIt() throws Exception {
        Spool spool = spool(Duration.ofSeconds(30));
        var storing = new CompletableFuture<Integer>();
        var result = new CompletableFuture<Integer>();
        var waiting = new Thread(() -> complete(result, spool, storing));
        waiting.start();
        waiting.interrupt();

        await().untilAsserted(() -> assertThat(result).isCompletedExceptionally());
        assertThat(batches()).hasSize(1);

        storing.complete(1);
        await().untilAsserted(() -> assertThat(batches()).isEmpty());
    }

    @Test
    void batchesAreStoredInTheirOrderAndAFailedOneIsTriedAgain() throws Exception {
        Spool first = spool(Duration.ofSeconds(30));
        for (String text : List.of("1", "2", "3")) {
            keep(first, batch(text));
        }
        var failures = new CopyOnWriteArrayList<String>();
        Spool next =
                new Spool(
                        new GatewayHome(folder),
                        batch -> {
                            if (failures.isEmpty()) {
                                failures.add(text(batch));
                                throw new IOException("not yet");
                            }
                            stored.add(batch);
                        });
        open.add(next);
        next.start();

        await().untilAsserted(
                        () ->
                                assertThat(stored.stream().map(SpoolTest::text))
                                        .containsExactly("1", "2", "3"));
        assertThat(failures).containsExactly("1");
    }

    @Test
    void aDamagedFileIsSetAsideAndTheOthersAreStored() throws Exception {
        Spool first = spool(Duration.ofSeconds(30));
        keep(first, batch("damaged"));
        keep(first, batch("whole"));
        Path damaged = batches().get(0);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 5] ^= 1;
        Files.write(damaged, bytes);

        spool(Duration.ofSeconds(30)).start();

        await().untilAsserted(
                        () ->
                                assertThat(stored.stream().map(SpoolTest::text))
                                        .containsExactly("whole"));
        await().untilAsserted(() -> assertThat(batches()).isEmpty());
        assertThat(damaged.resolveSibling(damaged.getFileName() + ".damaged"))
                .hasBinaryContent(bytes);
    }

    /** A SIGKILL leaves a file of any length under its temporary name, the whole one included. */
    @Test
    void aSigkillWhileAFileIsWrittenLosesNoneThatIsWholeAndStoresNoneThatIsNot() throws Exception {
        keep(spool(Duration.ofSeconds(30)), batch("whole"));
        Path file = batches().get(0);
        byte[] whole = Files.readAllBytes(file);
        Files.move(file, file.resolveSibling(file.getFileName() + ".tmp"));
        for (int length = 0; length < whole.length; length += 7) {
            Path cut = file.resolveSibling("%012d-0123abcd.batch.tmp".formatted(100 + length));
            Files.write(cut, Arrays.copyOf(whole, length));
        }

        spool(Duration.ofSeconds(30)).start();

        await().untilAsserted(
                        () ->
                                assertThat(stored.stream().map(SpoolTest::text))
                                        .containsExactly("whole"));
        await().untilAsserted(() -> assertThat(batches()).isEmpty());
    }

    @Test
    void notesWithoutMessagesAreKeptToo() throws Exception {
        var batch =
                new SpooledBatch(
                        BINDING,
                        List.of(),
                        List.of(),
                        new SpooledNotes(
                                Map.of("chat", "moved"),
                                Optional.of(new SpooledNotes.Position(1, Optional.empty()))));
        keep(spool(Duration.ofSeconds(30)), batch);
        assertThat(batches()).hasSize(1);

        spool(Duration.ofSeconds(30)).start();

        await().untilAsserted(() -> assertThat(stored).containsExactly(batch));
    }

    @Test
    void aFileOfAVersionThatKeptNoNotesIsStored() throws Exception {
        write(
                "000000000001-0123abcd.batch",
                "gateway-spool 1 ",
                "{\"account\":\"weixin:w1\",\"name\":\"mama\",\"burst_ms\":2000,\"keeps_said\":true}\n");

        spool(Duration.ofSeconds(30)).start();

        await().untilAsserted(
                        () ->
                                assertThat(stored)
                                        .singleElement()
                                        .extracting(SpooledBatch::notes)
                                        .isEqualTo(SpooledNotes.NONE));
        assertThat(stored.get(0).binding().name()).isEqualTo("mama");
    }

    @Test
    void aFileOfALaterVersionStaysForItAndTheOthersAreStored() throws Exception {
        Path later = write("000000000001-0123abcd.batch", "gateway-spool 2 ", "of another kind");
        Path unfinished =
                write("000000000002-0123abcd.batch.tmp", "gateway-spool 12 ", "of another kind");
        Files.setLastModifiedTime(unfinished, FileTime.from(Instant.EPOCH));
        keep(spool(Duration.ofSeconds(30)), batch("known"));

        spool(Duration.ofSeconds(30)).start();

        await().untilAsserted(
                        () ->
                                assertThat(stored.stream().map(SpoolTest::text))
                                        .containsExactly("known"));
        await().untilAsserted(() -> assertThat(batches()).containsExactly(later));
        assertThat(unfinished).exists();
    }

    private Path write(String name, String format, String body) throws Exception {
        Path spool = Files.createDirectories(folder.resolve("spool"));
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        return Files.writeString(
                spool.resolve(name), format + HexFormat.of().formatHex(digest) + "\n" + body);
    }

    private Spool spool(Duration patience) {
        var spool = new Spool(new GatewayHome(folder), stored::add, patience);
        open.add(spool);
        return spool;
    }

    private static void keep(Spool spool, SpooledBatch batch) {
        spool.keep(() -> batch).leave();
    }

    private static void complete(
            CompletableFuture<Integer> result, Spool spool, CompletableFuture<Integer> storing) {
        try {
            result.complete(spool.keep(() -> batch("waits")).await(storing));
        } catch (IOException | InterruptedException e) {
            result.completeExceptionally(e);
        }
    }

    private List<Path> batches() throws IOException {
        Path spool = folder.resolve("spool");
        if (!Files.exists(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.filter(file -> file.toString().endsWith(".batch")).sorted().toList();
        }
    }

    private static String text(SpooledBatch batch) {
        return batch.messages().get(0).text();
    }

    private static SpooledBatch batch(String text) {
        var message =
                new InboundMessage(
                        "key-" + text,
                        "chat\n1",
                        "anna",
                        true,
                        text,
                        List.of(
                                new Attachment(
                                        Attachment.Kind.IMAGE, "a.png", "image/png", "/x/a", 4)),
                        List.of(
                                new RemoteAttachment(
                                        Attachment.Kind.FILE, "b", "text/plain", 9, "ref")),
                        "reply",
                        Instant.ofEpochMilli(1_700_000_000_123L),
                        MessageContext.builder()
                                .senderName("Anna \u0000 ☃")
                                .messageId("5")
                                .build());
        return new SpooledBatch(
                BINDING,
                List.of(message),
                List.of(
                        new Admission(
                                Admission.Outcome.ACCEPT_IF_PAIRED_OR_INVITE,
                                AccessRule.DM_PAIRING)),
                new SpooledNotes(
                        Map.of("token:chat\n1", "t \u0000 1", "seen", ""),
                        Optional.of(new SpooledNotes.Position(7, Optional.of("c\"1")))));
    }
}
