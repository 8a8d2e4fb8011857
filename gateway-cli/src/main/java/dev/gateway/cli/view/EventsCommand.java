package dev.gateway.cli.view;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gateway events}. */
public final class EventsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 100;

    private final CommandContext context;

    private final GlobalOptions global = new GlobalOptions();

    private Integer most;

    private Instant since;

    private String platform;

    private boolean follow;

    private boolean json;

    /** Returns the command. */
    public static CommandSpec of(CommandContext context) {
        var command = new EventsCommand(context);
        return CommandModel.of(
                        "events",
                        command,
                        "Show the lifecycle trail of this home: what happened, when, to which PID.")
                .examples(
                        "  gateway events --since 2h --platform mama",
                        "  gateway events --follow --json | jq .event")
                .global(command.global)
                .value(
                        Integer.class,
                        given -> command.most = given,
                        "N",
                        "The last N (default: 20; all with --since).",
                        "-n")
                .value(
                        Instant.class,
                        new InstantConverter(),
                        given -> command.since = given,
                        "TIME",
                        "Only what is newer: 15m, 2h, 08:30, 2026-03-01T08:30:00Z.",
                        "--since")
                .value(
                        String.class,
                        given -> command.platform = given,
                        "NAME",
                        "Only what is about this account.",
                        "--platform")
                .flag(
                        given -> command.follow = given,
                        "Go on with new ones until Ctrl-C.",
                        "-f",
                        "--follow")
                .flag(
                        given -> command.json = given,
                        "Print the lines as they are stored.",
                        "--json")
                .spec();
    }

    private EventsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = global.home().events();
        FileReadability.check(file);
        List<RecordedEvent> events =
                new ArrayList<>(
                        EventFileReader.fromStart(file.resolveSibling(file.getFileName() + ".1"))
                                .readAll());
        EventFileReader tail = EventFileReader.fromStart(file);
        events.addAll(tail.readAll());
        List<RecordedEvent> wanted = events.stream().filter(this::isWanted).toList();
        int limit = most != null ? Math.max(0, most) : since == null ? 20 : wanted.size();
        if (wanted.isEmpty() && !follow) {
            context.err()
                    .line(
                            events.isEmpty()
                                    ? "No events yet in " + file + "."
                                    : "None of " + events.size() + " events is asked for.");
        }
        wanted.stream().skip(Math.max(0, wanted.size() - limit)).forEach(this::print);
        while (follow && !context.out().isBroken()) {
            tail.poll().stream().filter(this::isWanted).forEach(this::print);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return 0;
    }

    private boolean isWanted(RecordedEvent event) {
        return (platform == null || event.text(EventField.PLATFORM).equals(platform))
                && (since == null || !event.at().isBefore(since));
    }

    private void print(RecordedEvent event) {
        if (json) {
            context.out().line(event.json().toString());
            return;
        }
        StringBuilder line =
                new StringBuilder(event.time())
                        .append("  ")
                        .append(event.pid())
                        .append("  ")
                        .append(event.name());
        event.fields()
                .forEach((name, value) -> line.append("  ").append(name).append('=').append(value));
        String text = TerminalSanitizer.text(line.toString()).replace('\n', ' ');
        context.out()
                .line(style(event).map(style -> context.out().paint(style, text)).orElse(text));
    }

    /** Returns the style of failures and warnings; empty for other events. */
    private static Optional<TextStyle> style(RecordedEvent event) {
        String name = event.name();
        String state = event.text(EventField.STATE);
        if (name.matches(".*(fail|damaged|replaced|expired|watchdog|lost).*")
                || List.of("rejected", "expired", "abandoned", "failed").contains(state)) {
            return Optional.of(TextStyle.BAD);
        }
        return name.matches(".*(parked|abandoned|stale|refused|unreadable|shortened).*")
                        || event.is(EventType.SESSION_RECOVERED)
                        || List.of("died", "killed").contains(event.text(EventField.HOW))
                        || List.of("retrying", "degraded", "waiting_for_token").contains(state)
                ? Optional.of(TextStyle.WARNING)
                : Optional.empty();
    }
}
