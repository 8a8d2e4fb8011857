package dev.gateway.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NoticeTest {

    @Test
    void theLatestWordOfEachKindCounts() {
        Notice notice =
                Notice.status("one")
                        .and(Notice.extend(Duration.ofSeconds(2)))
                        .and(Notice.status("two"));
        assertThat(notice.assignments())
                .containsExactly("EXTEND_TIMEOUT_USEC=2000000", "STATUS=two");
    }

    @Test
    void whoeverStopsIsNoLongerReady() {
        assertThat(Notice.ready().and(Notice.stopping()).assignments())
                .containsExactly("STOPPING=1");
    }

    @Test
    void aStatusIsOneLineAndCannotSmuggleInAnAssignment() {
        assertThat(Notice.status("mama: no\nREADY=1\t!").assignments())
                .containsExactly("STATUS=mama: no READY=1 !");
        assertThat(Notice.status("x".repeat(5000)).assignments().get(0)).hasSize(207).endsWith("…");
    }
}
