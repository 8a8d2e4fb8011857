package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.contract.MemoryContract;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The promises about what is remembered, and the end of it in a file. */
class SqliteMemoryTest extends MemoryContract {

    private final ManualClock clock = new ManualClock();

    @Override
    protected JournalEngine engine() {
        return new SqliteJournalEngine();
    }

    @Test
    void whatWasSaidIsForgottenAfterAMonth() throws Exception {
        Path file = Files.createFile(home.resolve("other.db"));
        try (JournalDatabase database =
                JournalDatabase.open(file, Duration.ofSeconds(1), Long.MAX_VALUE)) {
            for (int i = 0; i < 450; i++) {
                database.said().received("a", message("" + i, "old"), clock.millis());
            }
            clock.forward(Duration.ofDays(31));
            database.said().received("a", message("young", "young"), clock.millis());
            var pruner = new RetentionPruner(JournalSettings.defaults());
            for (int steps = 0; pruner.step(database, clock.millis()); steps++) {
                assertThat(steps).isLessThan(1000);
            }

            assertThat(database.connection().number("SELECT count(*) FROM said")).isEqualTo(1);
            assertThat(database.said().find("a", "young")).isPresent();
        }
    }

    private static InboundMessage message(String id, String text) {
        InboundMessage message = InboundMessageFixtures.message("key-" + id, "chat");
        return new InboundMessage(
                        message.dedupKey(),
                        message.conversation(),
                        message.sender(),
                        message.direct(),
                        text,
                        message.attachments(),
                        message.replyContext(),
                        message.sentAt())
                .withContext(MessageContext.builder().senderName("Anna").messageId(id).build());
    }
}
