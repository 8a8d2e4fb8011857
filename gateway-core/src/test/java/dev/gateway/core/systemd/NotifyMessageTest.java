package dev.gateway.core.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotifyMessageTest {

    @Test
    void theLatestWordOfEachKindCounts() {
        NotifyMessage message =
                NotifyMessage.status("one")
                        .and(NotifyMessage.extend(Duration.ofSeconds(2)))
                        .and(NotifyMessage.status("two"));
        assertThat(message.assignments())
                .containsExactly("EXTEND_TIMEOUT_USEC=2000000", "STATUS=two");
    }

    @Test
    void whoeverStopsIsNoLongerReady() {
        assertThat(NotifyMessage.ready().and(NotifyMessage.stopping()).assignments())
                .containsExactly("STOPPING=1");
    }

    @Test
    void aStatusIsOneLineAndCannotSmuggleInAnAssignment() {
        assertThat(NotifyMessage.status("mama: no\nREADY=1\t!").assignments())
                .containsExactly("STATUS=mama: no READY=1 !");
        assertThat(NotifyMessage.status("x".repeat(5000)).assignments().get(0))
                .hasSize(207)
                .endsWith("…");
    }
}
