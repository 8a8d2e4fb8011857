package dev.gateway.sim.contract;

import static dev.gateway.sim.contract.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checks of files: each arrives whole, in both directions, and delays no message. */
abstract class AttachmentContract extends FailureContract {

    private static final byte[] CONTENT =
            "naïve content 🙂\n".repeat(500).getBytes(StandardCharsets.UTF_8);

    /** A file arrives with its message, or can be fetched by it. */
    @Test
    protected void receivesAFileThatAPersonSends() throws Exception {
        PlatformAdapter adapter = connected();
        abilities().sendFile(fake.user("ann"), "notes.txt", CONTENT);
        eventually(
                "a message",
                timeout(),
                () -> !context.messages().isEmpty(),
                () -> "none, failures " + failures);
        InboundMessage message = context.messages().get(0);

        assertEquals(1, message.attachments().size() + message.remote().size(), "files");

        assertArrayEquals(CONTENT, Files.readAllBytes(loaded(adapter, message)));
    }

    private Path loaded(PlatformAdapter adapter, InboundMessage message) throws Exception {
        if (!message.attachments().isEmpty()) {
            return message.attachments().get(0).path();
        }
        RemoteAttachment remote = message.remote().get(0);
        assertFalse(remote.name().isBlank(), "a name");
        Path file = Files.createTempFile(media, "contract", "");
        call("fetch", () -> adapter.fetch(remote, file, timeout())).returns(timeout());
        return file;
    }

    /** Messages arrive while the platform holds a file back. */
    @Test
    protected void theIntakeDoesNotWaitForFiles() throws Exception {
        fake.server().faults().add(FaultRule.on(abilities().filePath(), Fault.Hold.untilRemoved()));
        connected();
        abilities().sendFile(fake.user("ann"), "notes.txt", CONTENT);

        fake.user("bob").says("hello");

        awaitTexts(context, "hello");
        fake.server().faults().clear();
    }

    /** An answer with a text and a file brings both. */
    @Test
    protected void sendsAFileWithItsContent() throws Exception {
        PlatformAdapter adapter = connected();
        InboundMessage greeting = greeting();
        Path file = Files.write(media.resolve("answer.txt"), CONTENT);
        var attachment =
                new Attachment(
                        Attachment.Kind.FILE, "answer.txt", "text/plain", file, CONTENT.length);

        for (MessagePart part : adapter.split(new MessagePart("here it is", List.of(attachment)))) {
            OutboundMessage first = answer(greeting, part.text());
            adapter.send(
                    new OutboundMessage(
                            first.id(),
                            first.conversation(),
                            first.replyContext(),
                            part.text(),
                            part.attachments()));
        }

        List<BotMessage> heard = fake.user("ann").heard();
        assertTrue(
                heard.stream().anyMatch(message -> message.text().contains("here it is")),
                () -> "the text: " + heard);
        List<BotMessage.File> files =
                heard.stream().flatMap(message -> message.files().stream()).toList();
        assertEquals(1, files.size(), "files");
        assertArrayEquals(CONTENT, files.get(0).content());
    }
}
