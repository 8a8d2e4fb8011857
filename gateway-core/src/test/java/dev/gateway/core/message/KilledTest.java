package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at every step, one after the other, and then at any time. */
class KilledTest {

    private static final int FEW = 3;
    private static final int MANY = 400;
    private static final int KILLS = 6;
    private static final int ROUNDS = 5;
    private static final List<String> KINDS =
            List.of(
                    "at JOURNAL_OPENED",
                    "at MESSAGE_ACCEPTED",
                    "at MESSAGE_STARTED",
                    "at MESSAGE_HANDLED",
                    "at ANSWER_SENDING",
                    "at ANSWER_TAKEN",
                    "at ANSWER_SENT");

    @TempDir Path place;

    @Test
    void nothingIsLostWhereverTheProcessIsKilled() throws Exception {
        List<String> points = new ArrayList<>();
        int sentAgain = 0;
        int rounds = 0;
        // The nth event differs between runs, so that one run more or less may miss a kind of
        // event.
        while (!points.containsAll(KINDS) && rounds < ROUNDS) {
            rounds++;
            for (int event = 1; ; event++) {
                Path home = Files.createDirectory(place.resolve("kill-" + rounds + "-" + event));
                String point = killAt(home, event);
                if (point == null) {
                    break;
                }
                points.add(point);
                sentAgain += recover(new RedeliveringPlatform(home, FEW), FEW, FEW, point);
            }
        }
        System.out.println(
                "Killed at %d points %s: %d answers sent again"
                        .formatted(points.size(), points, sentAgain));
        assertThat(points).hasSizeGreaterThanOrEqualTo(1 + 6 * FEW);
        assertThat(points).containsAll(KINDS);
    }

    @Test
    void nothingIsLostWheneverTheProcessIsKilled() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            try (CrashPointProcess process = CrashPointProcess.start(place, MANY, 0)) {
                assertThat(process.readLine()).isEqualTo("started");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(250));
            }
        }
        var redeliveringPlatform = new RedeliveringPlatform(place, MANY);
        int before = redeliveringPlatform.records("accepted").size();

        int inWork = DispatcherSettings.defaults().workers();
        int sentAgain = recover(redeliveringPlatform, MANY, KILLS * inWork, "seed " + seed);

        System.out.println(
                "Killed %d times, the last after %d of %d messages: %d answers sent again"
                        .formatted(KILLS, before, MANY, sentAgain));
    }

    /** Returns the event at which it was killed, or null if it had no such event. */
    private static String killAt(Path home, int event) throws Exception {
        try (CrashPointProcess process = CrashPointProcess.start(home, FEW, event)) {
            String line = process.readLine();
            while (line != null && line.equals("started")) {
                line = process.readLine();
            }
            assertThat(line).as("see %s", home.resolve("stderr")).isNotNull();
            return line.equals("finished") ? null : line;
        }
    }

    /**
     * Starts again, lets it finish and checks the result.
     *
     * @param again the maximum number handled or sent twice: those that were in progress
     * @return the number of answers sent twice
     */
    private static int recover(
            RedeliveringPlatform redeliveringPlatform, int messages, int again, String when)
            throws Exception {
        List<String> doneBefore = redeliveringPlatform.records("done");
        List<String> sentBefore = redeliveringPlatform.records("sent");
        redeliveringPlatform.run(ignored -> {});

        Set<String> expected = new HashSet<>();
        for (int i = 0; i < messages; i++) {
            expected.add("m" + i);
        }
        List<String> handled = redeliveringPlatform.records("handled");
        List<String> sent = redeliveringPlatform.records("sent");
        List<String> sentLater = sent.subList(sentBefore.size(), sent.size());
        assertThat(texts(sent)).as(when).isEqualTo(expected);
        assertThat(texts(handled)).as(when).isEqualTo(expected);
        assertThat(handled.size() - messages).as("%s: handled again", when).isBetween(0, again);
        assertThat(sent.size() - messages).as("%s: sent again", when).isBetween(0, again);
        assertThat(Set.copyOf(sent))
                .as("%s: the same id for the same text", when)
                .hasSize(messages);
        assertThat(Collections.disjoint(ids(sentLater), doneBefore))
                .as("%s: done is done", when)
                .isTrue();
        return sent.size() - messages;
    }

    private static Set<String> ids(List<String> lines) {
        return lines.stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
    }

    private static Set<String> texts(List<String> lines) {
        return lines.stream().map(line -> line.split(" ")[1]).collect(Collectors.toSet());
    }
}
