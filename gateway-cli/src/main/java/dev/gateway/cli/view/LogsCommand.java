package dev.gateway.cli.view;

import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.terminal.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway logs}. */
@Command(
        name = "logs",
        description = "Show the log of this home, the rotated files included.",
        sortOptions = false,
        versionProvider = VersionText.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway logs --since 15m --platform mama",
            "  gateway logs --follow --json | jq -r .message"
        })
public final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 100;

    @Mixin private GlobalOptions global;

    @Option(
            names = "-n",
            paramLabel = "N",
            description = "The last N lines (default: 50; all with --since).")
    private Integer most;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = SinceConverter.class,
            description = "Only what is newer: 15m, 2h, 08:30, 2026-03-01T08:30:00Z.")
    private Instant since;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "Only what mentions this account.")
    private String platform;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    private final Deque<String> last = new ArrayDeque<>();
    private boolean wanted = true;
    private boolean live;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = global.home().log();
        if (!Files.exists(file) && !follow) {
            System.out.println("No log yet: " + file + " does not exist.");
            return 0;
        }
        try (var files = new LogFiles(file)) {
            files.readRotated(this::take);
            files.poll(this::take);
            last.forEach(System.out::println);
            System.out.flush();
            live = true;
            while (follow && !System.out.checkError()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                files.poll(this::take);
            }
        }
        return 0;
    }

    private void take(String raw) {
        LogLine line = LogLine.parse(raw);
        if (line.at().isPresent()) {
            wanted =
                    (since == null || !line.at().get().isBefore(since))
                            && (platform == null || line.mentions(platform));
        }
        // A line without a time belongs to the one before.
        boolean shown = wanted && (!json || line.at().isPresent());
        if (!shown) {
            return;
        }
        String text = json ? line.json().toString() : Printable.text(line.text());
        if (live) {
            System.out.println(text);
            return;
        }
        last.addLast(text);
        if (last.size() > limit()) {
            last.removeFirst();
        }
    }

    private int limit() {
        int usual = since == null ? 50 : 100_000;
        return most == null ? usual : Math.max(0, most);
    }
}
