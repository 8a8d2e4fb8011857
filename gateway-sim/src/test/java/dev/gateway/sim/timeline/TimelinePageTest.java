package dev.gateway.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelinePageTest {

    private static final Duration END = Duration.ofSeconds(10);

    @Test
    void noTextOfARunBecomesMarkup() {
        String page = TimelinePage.html("A <script>", List.of(run("<img src=x onerror=alert(1)>")));

        assertThat(page)
                .doesNotContain("<img")
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .contains("A &lt;script&gt;");
    }

    @Test
    void needsNothingFromElsewhere() {
        String page = TimelinePage.html("Demo", List.of(run("said")));

        assertThat(page)
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("@import")
                .doesNotContain(" src=")
                .contains("default-src &#39;none&#39;");
    }

    @Test
    void twoPollersAndALostMessageStandOutInThePictureAndInTheTable() {
        String page = TimelinePage.html("Demo", List.of(run("said")));

        assertThat(page)
                .contains("class=\"lane token alarming marked\"")
                .contains("class=\"lane messages alarming\"")
                .contains("class=\"s alarm\"")
                .contains("▲ both poll mama at once")
                .contains("▲ said not answered")
                .contains("2 messages, 1 answered, slowest after 1.000 s");
    }

    @Test
    void lockAndTokenHaveTheColourOfTheirProcess() {
        String page = TimelinePage.html("Demo", List.of(run("said")));

        assertThat(page)
                .contains("<i class=\"who0\"></i>")
                .contains("class=\"s poll who0\"")
                .contains("class=\"s poll who1\"");
    }

    private static Timeline run(String said) {
        Lane one = process("PID 1");
        Lane other = process("PID 2");
        Lane token =
                new Lane(
                        Lane.Kind.TOKEN,
                        "mama",
                        "weixin",
                        List.of(
                                span(1, 6, SpanStyle.POLL, "PID 1", "PID 1 polls"),
                                span(4, 9, SpanStyle.POLL, "PID 2", "PID 2 polls"),
                                span(
                                        4,
                                        6,
                                        SpanStyle.ALARM,
                                        "two pollers",
                                        "both poll mama at once")),
                        List.of(
                                new Mark(
                                        Duration.ofSeconds(3),
                                        SpanStyle.FAULT,
                                        "broken",
                                        "it broke")));
        Lane messages =
                new Lane(
                        Lane.Kind.MESSAGES,
                        "mama",
                        "",
                        List.of(
                                span(1, 2, SpanStyle.MESSAGE, "answered", "answered in time"),
                                span(7, 10, SpanStyle.ALARM, "lost", said + " not answered")),
                        List.of());
        return new Timeline(
                "A run",
                "",
                false,
                List.of(new Timeline.Finding(false, "one was lost")),
                Instant.EPOCH,
                END,
                List.of(one, other, token, messages));
    }

    private static Lane process(String name) {
        return new Lane(
                Lane.Kind.PROCESS,
                name,
                "",
                List.of(span(0, 9, SpanStyle.RUNNING, "running", name + ": running")),
                List.of());
    }

    private static Span span(int from, int to, SpanStyle style, String label, String detail) {
        return new Span(Duration.ofSeconds(from), Duration.ofSeconds(to), style, label, detail);
    }
}
