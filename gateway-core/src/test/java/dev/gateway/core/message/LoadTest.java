package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {

    @TempDir Path home;

    @Test
    void underLoadMessagesShareTransactions() throws Exception {
        int messages = 4000;

        JournalLoad.Result result = JournalLoad.run(home, messages, 4, 10);

        System.out.println(result);
        assertThat(result.answered()).isEqualTo(messages);
        // Accepted, claimed, answered, claimed again, sent: each alone would be five a message.
        assertThat(result.transactions()).isLessThan(4L * messages);
    }
}
