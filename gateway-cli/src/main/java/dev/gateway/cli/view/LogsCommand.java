package dev.gateway.cli.view;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway logs --since 15m --platform mama",
            "  gateway logs --since 2h --until 1h --level warn --grep 'timed? out'",
            "  gateway logs --follow --json | jq -r .message"
        })
public final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 100;

    /** The limit of lines per entry, more than a stack trace has. */
    private static final int MAX_ENTRY_LINES = 2_000;

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(
            names = "-n",
            paramLabel = "N",
            description = "The last N lines (default: 50; all with --since or --until).")
    private Integer most;

    @Mixin private LogFilter filter;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    private final Deque<String> last = new ArrayDeque<>();
    private final List<String> more = new ArrayList<>();
    private LogLine entry;
    private boolean wanted;
    private boolean live;

    /** Creates the command. */
    public LogsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = global.home().log();
        FileReadability.check(file);
        if (!Files.exists(file) && !follow) {
            context.out().line("No log yet: " + file + " does not exist.");
            return 0;
        }
        wanted = filter.matchesAll();
        try (var files = new RotatedLogReader(file)) {
            files.readRotated(this::take);
            files.poll(this::take);
            finish();
            last.forEach(context.out()::line);
            live = true;
            while (follow && !context.out().isBroken()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                files.poll(this::take);
                finish();
            }
        }
        return 0;
    }

    /** Takes a line; one without a time belongs to the entry before. */
    private void take(String raw) {
        LogLine line = LogLine.parse(raw);
        if (line.at().isEmpty() && entry != null && more.size() < MAX_ENTRY_LINES) {
            more.add(raw);
            return;
        }
        finish();
        entry = line;
    }

    private void finish() {
        if (entry == null) {
            return;
        }
        LogLine whole = entry.with(more);
        entry = null;
        more.clear();
        // Late lines of a followed stack trace belong to the entry before them.
        boolean late = whole.at().isEmpty();
        wanted = late ? wanted : filter.matches(whole);
        if (!wanted || late && json) {
            return;
        }
        if (json) {
            show(whole.json().toString());
        } else {
            Optional<TextStyle> style = style(whole.level());
            whole.text()
                    .lines()
                    .map(TerminalSanitizer::text)
                    .map(line -> style.map(as -> context.out().paint(as, line)).orElse(line))
                    .forEach(this::show);
        }
    }

    private static Optional<TextStyle> style(String level) {
        return Optional.ofNullable(
                switch (level) {
                    case "ERROR" -> TextStyle.BAD;
                    case "WARN" -> TextStyle.WARNING;
                    case "DEBUG", "TRACE" -> TextStyle.FAINT;
                    default -> null;
                });
    }

    private void show(String text) {
        if (live) {
            context.out().line(text);
            return;
        }
        last.addLast(text);
        if (last.size() > limit()) {
            last.removeFirst();
        }
    }

    private int limit() {
        int usual = filter.hasTimes() ? 100_000 : 50;
        return most == null ? usual : Math.max(0, most);
    }
}
