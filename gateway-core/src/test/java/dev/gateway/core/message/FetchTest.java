package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.RemoteAttachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files are downloaded in parallel to all other work, and a message without its file is still a
 * message.
 */
class FetchTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir Path home;
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final List<InboundMessage> handled = new CopyOnWriteArrayList<>();
    private DispatcherFixture desk;

    @AfterEach
    void close() {
        if (desk != null) {
            desk.close();
        }
        await().atMost(LONG)
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .filter(thread -> !before.contains(thread))
                                        .noneMatch(
                                                thread -> thread.getName().startsWith("media-")));
    }

    @Test
    void theHandlerGetsTheFile() throws Exception {
        desk();
        desk.telegram.fetching((file, into) -> write(into, file.reference()));

        sayWithFiles("anna", "look", file("../cat pic.jpg", "bytes"));

        Attachment cat = handled("look").attachments().get(0);
        assertThat(cat.name()).isEqualTo("../cat pic.jpg");
        assertThat(cat.path()).hasContent("bytes").hasParent(home);
        assertThat(cat.path().getFileName().toString()).endsWith("-0-.._cat_pic.jpg");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cat.path())))
                .isEqualTo("rw-------");
        assertThat(desk.journal.attachments()).hasSizeLessThanOrEqualTo(1);
        assertThat(desk.events.of(EventType.ATTACHMENTS_LOADED)).hasSize(1);
        assertThat(parts()).isEmpty();
    }

    @Test
    void aFileThatStallsStopsNeitherAnotherConversationNorTheHandlers() throws Exception {
        var stalled = new CountDownLatch(1);
        desk();
        desk.telegram.fetching(
                (file, into) -> {
                    stalled.countDown();
                    for (int i = 0; !texts().contains("hello"); i++) {
                        write(into, "x".repeat(i)); // Slow, but with progress.
                        Thread.sleep(20);
                    }
                    new CountDownLatch(1).await();
                });
        for (int i = 0; i < 6; i++) {
            sayWithFiles("stuck " + i, "file " + i, file("a.pdf", "x"));
        }
        sayWithFiles("stuck 0", "behind the file");
        stalled.await();

        desk.say("papa", "hello");

        handled("hello");
        assertThat(texts().get(0)).isEqualTo("hello");
        InboundMessage first = handled("file 0");
        assertThat(first.attachments()).isEmpty();
        assertThat(first.text()).contains("[file a.pdf is not available: nothing more of it came]");
        handled("behind the file");
        await().atMost(LONG).until(() -> handled.size() == 8);
        assertThat(parts()).isEmpty();
    }

    @Test
    void aPassingFailureIsTriedAgainAndOrderIsKept() throws Exception {
        var tries = new AtomicInteger();
        desk();
        desk.telegram.fetching(
                (file, into) -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new PlatformException.Unreachable("connection reset");
                    }
                    write(into, "whole");
                });
        sayWithFiles("anna", "first", file("a.pdf", "x"));
        sayWithFiles("anna", "second");

        handled("second");

        assertThat(texts()).containsExactly("first", "second");
        assertThat(handled.get(0).attachments().get(0).path()).hasContent("whole");
    }

    @Test
    void whatCanNeverBeHadIsNamedInTheText() throws Exception {
        desk();
        desk.telegram.fetching(
                (file, into) -> {
                    if (file.reference().equals("gone")) {
                        throw new PlatformException.Unavailable("it is\ngone");
                    }
                    write(into, file.reference());
                });

        sayWithFiles("anna", "see", file("a.pdf", "gone"), file("b.pdf", "there"));

        InboundMessage message = handled("see");
        assertThat(message.text()).isEqualTo("see\n[file a.pdf is not available: it is gone]");
        assertThat(message.attachments()).extracting(Attachment::name).containsExactly("b.pdf");
    }

    @Test
    void anAdapterThatFailsUnexpectedlyKeepsNoMessageAway() throws Exception {
        desk();
        desk.telegram.fetching(
                (file, into) -> {
                    throw new IllegalStateException("a mistake in the adapter");
                });

        sayWithFiles("anna", "see", file("a.pdf", "x"));

        assertThat(handled("see").text()).contains("[file a.pdf is not available: internal error]");
    }

    @Test
    void aDrainEndsDownloadsAndTheNextProcessBeginsThemAgain() throws Exception {
        var begun = new CountDownLatch(1);
        desk();
        desk.telegram.fetching(
                (file, into) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                });
        sayWithFiles("anna", "see", file("a.pdf", "bytes"));
        begun.await();

        assertThat(desk.dispatcher.drain(Duration.ofSeconds(30))).isTrue();
        desk.close();

        assertThat(handled).isEmpty();
        desk();
        desk.telegram.fetching((file, into) -> write(into, file.reference()));
        desk.dispatcher.wake("tg");
        assertThat(handled("see").attachments()).hasSize(1);
    }

    @Test
    void aDownloadContinuesWhereItBrokeOffAlsoInTheNextProcess() throws Exception {
        var begun = new CountDownLatch(1);
        desk();
        desk.telegram.fetching(
                (file, into) -> {
                    write(into, "first ");
                    throw new PlatformException.Unreachable("connection reset");
                });
        desk.telegram.resuming(
                (file, into) -> {
                    append(into, "second ");
                    begun.countDown();
                    new CountDownLatch(1).await();
                });
        sayWithFiles("anna", "see", file("a.pdf", "x"));
        begun.await();
        assertThat(desk.dispatcher.drain(Duration.ofSeconds(30))).isTrue();
        desk.close();

        desk();
        desk.telegram.resuming((file, into) -> append(into, "third"));
        desk.dispatcher.wake("tg");

        assertThat(handled("see").attachments().get(0).path()).hasContent("first second third");
        assertThat(parts()).isEmpty();
    }

    @Test
    void aDownloadThatAdvancesIsNotGivenUp() throws Exception {
        desk();
        String piece = "x".repeat(300 << 10);
        desk.telegram.resuming(
                (file, into) -> {
                    if (into.toFile().length() < 8L * piece.length()) {
                        cut(into, piece);
                    }
                });
        desk.telegram.fetching((file, into) -> cut(into, piece));

        sayWithFiles("anna", "see", file("a.pdf", "x"));

        assertThat(handled("see").attachments().get(0).size()).isEqualTo(8L * piece.length());
    }

    @Test
    void anAdapterThatCannotContinueBeginsAgain() throws Exception {
        var tries = new AtomicInteger();
        desk();
        desk.telegram.fetching(
                (file, into) -> {
                    append(into, "try " + tries.incrementAndGet());
                    if (tries.get() < 3) {
                        throw new PlatformException.Unreachable("connection reset");
                    }
                });

        sayWithFiles("anna", "see", file("a.pdf", "x"));

        assertThat(handled("see").attachments().get(0).path()).hasContent("try 3");
    }

    @Test
    void moreMessagesWithFilesThanThereIsRoomForAreAllHandled() throws Exception {
        desk();
        desk.telegram.fetching((file, into) -> write(into, file.reference()));

        for (int i = 0; i < 20; i++) {
            sayWithFiles("conversation " + i, "file " + i, file("a.pdf", "x"));
        }

        await().atMost(LONG).until(() -> handled.size() == 20);
        assertThat(handled).allMatch(message -> message.attachments().size() == 1);
    }

    private void desk() throws IOException {
        desk =
                new DispatcherFixture(
                                home,
                                DispatcherFixture.FAST,
                                request -> {
                                    handled.add(request.message());
                                    return List.<Answer>of();
                                })
                        .started();
    }

    private void sayWithFiles(String conversation, String text, RemoteAttachment... files)
            throws Exception {
        InboundMessage message =
                InboundMessageFixtures.message(text, conversation).withRemote(List.of(files));
        AdoptedAccounts.of(desk.journal, "tg")
                .accept(new InboundBatch(List.of(message), Optional.empty(), Map.of()));
    }

    private static RemoteAttachment file(String name, String reference) {
        return new RemoteAttachment(Attachment.Kind.FILE, name, "application/pdf", 0, reference);
    }

    private InboundMessage handled(String beginning) {
        return await().atMost(LONG)
                .until(
                        () ->
                                handled.stream()
                                        .filter(message -> message.text().startsWith(beginning))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<String> texts() {
        return handled.stream().map(InboundMessage::text).toList();
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    private static void cut(Path into, String bytes) throws PlatformException {
        append(into, bytes);
        throw new PlatformException.Unreachable("connection reset");
    }

    private static void append(Path into, String bytes) {
        try {
            Files.writeString(into, bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path into, String bytes) {
        try {
            Files.writeString(into, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
