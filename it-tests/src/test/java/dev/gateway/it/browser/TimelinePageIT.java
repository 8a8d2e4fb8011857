package dev.gateway.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.timeline.Lane;
import dev.gateway.sim.timeline.Mark;
import dev.gateway.sim.timeline.Span;
import dev.gateway.sim.timeline.SpanStyle;
import dev.gateway.sim.timeline.Timeline;
import dev.gateway.sim.timeline.TimelinePage;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows a run with two pollers and a lost message in a real browser. */
class TimelinePageIT {

    /** The colour of violations, in light and in dark. */
    private static final List<Integer> ALARM = List.of(0xC8102E, 0xFF4D5E);

    /**
     * A script that asks the page for facts that only a browser knows: overlapping labels, a page
     * wider than the window, and the elements that the keyboard reaches.
     */
    private static final String QUESTIONS =
            """
            <script>
            const overlapping = (selector) => {
              const boxes = [...document.querySelectorAll(selector)]
                .filter(one => getComputedStyle(one).display !== "none")
                .map(one => one.getBoundingClientRect());
              let count = 0;
              for (let i = 0; i < boxes.length; i++)
                for (let j = i + 1; j < boxes.length; j++)
                  if (boxes[i].left < boxes[j].right && boxes[j].left < boxes[i].right
                      && boxes[i].top < boxes[j].bottom && boxes[j].top < boxes[i].bottom) count++;
              return count;
            };
            const press = key => document.activeElement.dispatchEvent(
              new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
            const said = () => document.getElementById("tip").textContent;
            const answers = {
              ready: document.documentElement.dataset.ready,
              ticks: document.querySelectorAll(".axis span").length,
              axisOverlaps: overlapping(".axis span"),
              markOverlaps: overlapping(".m > span"),
              wider: document.documentElement.scrollWidth > innerWidth,
              stops: document.querySelectorAll(".lane [tabindex='0']").length,
            };
            document.querySelector(".token [tabindex='0']").focus();
            answers.first = said();
            press("ArrowRight");
            answers.right = said();
            press("ArrowDown");
            answers.down = said();
            press("+");
            answers.zoomed = Number(document.querySelector(".lanes").style.getPropertyValue("--zoom"));
            press("Escape");
            answers.hidden = document.getElementById("tip").style.visibility;
            const out = document.createElement("pre");
            out.id = "answers";
            out.textContent = JSON.stringify(answers);
            document.body.append(out);
            </script>
            """;

    @TempDir Path folder;

    private ProcessScope scope;
    private HeadlessChromium chromium;

    @BeforeEach
    void openScope() {
        scope = ProcessScope.open();
        chromium = HeadlessChromium.orSkip(scope, folder);
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void canBeReadOnAScreenAndOnAPhoneAndWithTheKeyboard() throws Exception {
        Path page = folder.resolve("asked.html");
        String html = TimelinePage.html("Two pollers", List.of(run()));
        Files.writeString(page, html.replace("</body>", QUESTIONS + "</body>"));

        for (int width : new int[] {1280, 500}) {
            JsonNode answers = answers(chromium.dom(page, width));
            System.out.println("timeline page at " + width + " px: " + answers);
            assertThat(answers.path("ready").asText()).isEqualTo("true");
            assertThat(answers.path("ticks").asInt()).isBetween(4, 20);
            assertThat(answers.path("axisOverlaps").asInt()).isZero();
            assertThat(answers.path("markOverlaps").asInt()).isZero();
            assertThat(answers.path("wider").asBoolean()).isFalse();
            assertThat(answers.path("stops").asInt()).as("one stop a lane").isEqualTo(5);
            assertThat(answers.path("first").asText()).contains("PID 1 polls");
            assertThat(answers.path("right").asText()).contains("network broken 0");
            assertThat(answers.path("down").asText()).contains("answered");
            assertThat(answers.path("zoomed").asDouble()).isGreaterThan(1);
            assertThat(answers.path("hidden").asText()).isEqualTo("hidden");
        }
    }

    @Test
    void whatMustNeverBeCatchesTheEye() throws Exception {
        Path page = folder.resolve("page.html");
        TimelinePage.write(page, "Two pollers", List.of(run()));

        BufferedImage picture = chromium.picture(page, 1280);

        assertThat(picture.getWidth()).isEqualTo(1280);
        assertThat(pixels(picture, ALARM)).as("red pixels").isGreaterThan(2_000);
    }

    private static JsonNode answers(String dom) throws Exception {
        Matcher found = Pattern.compile("<pre id=\"answers\">(.*?)</pre>").matcher(dom);
        assertThat(found.find()).as(dom).isTrue();
        return new ObjectMapper().readTree(found.group(1).replace("&amp;", "&"));
    }

    private static long pixels(BufferedImage picture, List<Integer> colours) {
        long count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += colours.contains(picture.getRGB(x, y) & 0xFFFFFF) ? 1 : 0;
            }
        }
        return count;
    }

    private static Timeline run() {
        List<Mark> crowdedMarks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            crowdedMarks.add(mark(2_000 + 40 * i, SpanStyle.FAULT, "network broken " + i));
        }
        return new Timeline(
                "Two at once",
                "A run that must never be.",
                false,
                List.of(new Timeline.Finding(false, "mama: two pollers")),
                Instant.EPOCH,
                Duration.ofSeconds(10),
                List.of(
                        lane(
                                Lane.Kind.PROCESS,
                                "PID 1",
                                span(0, 6_000, SpanStyle.RUNNING, "running")),
                        lane(
                                Lane.Kind.PROCESS,
                                "PID 2",
                                span(3_000, 9_000, SpanStyle.RUNNING, "running")),
                        lane(Lane.Kind.LOCK, "", span(0, 6_000, SpanStyle.HELD, "PID 1")),
                        new Lane(
                                Lane.Kind.TOKEN,
                                "mama",
                                "weixin",
                                List.of(
                                        span(500, 6_000, SpanStyle.POLL, "PID 1 polls"),
                                        span(4_000, 9_000, SpanStyle.POLL, "PID 2 polls"),
                                        span(4_000, 6_000, SpanStyle.ALARM, "two pollers")),
                                crowdedMarks),
                        lane(
                                Lane.Kind.MESSAGES,
                                "mama",
                                span(1_000, 1_500, SpanStyle.MESSAGE, "answered"),
                                span(7_000, 10_000, SpanStyle.ALARM, "lost"))));
    }

    private static Lane lane(Lane.Kind kind, String name, Span... spans) {
        return new Lane(kind, name, "", List.of(spans), List.of());
    }

    private static Span span(int from, int to, SpanStyle style, String label) {
        return new Span(Duration.ofMillis(from), Duration.ofMillis(to), style, label, label);
    }

    private static Mark mark(int at, SpanStyle style, String label) {
        return new Mark(Duration.ofMillis(at), style, label, label);
    }
}
