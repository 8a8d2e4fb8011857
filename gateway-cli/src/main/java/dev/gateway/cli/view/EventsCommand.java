package dev.gateway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.core.event.EventTail;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway events}. */
@Command(
        name = "events",
        description = "Show the lifecycle trail of this home: what happened, when, to which PID.",
        sortOptions = false,
        versionProvider = VersionText.class,
        footerHeading = "%nExamples:%n",
        footer = {"  gateway events -n 50", "  gateway events --follow --json"})
public final class EventsCommand implements Callable<Integer> {

    private static final Set<String> HEAD = Set.of("at", "mono_ns", "pid", "event");
    private static final long POLL_MILLIS = 100;

    @Mixin private GlobalOptions global;

    @Option(names = "-n", paramLabel = "N", description = "The last N (default: 20).")
    private int most = 20;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new ones until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "Print the lines as they are stored.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Path file = global.home().events();
        List<JsonNode> events =
                new ArrayList<>(
                        readAll(
                                EventTail.fromStart(
                                        file.resolveSibling(file.getFileName() + ".1"))));
        EventTail tail = EventTail.fromStart(file);
        events.addAll(readAll(tail));
        events.stream().skip(Math.max(0, events.size() - most)).forEach(this::print);
        while (follow) {
            tail.poll().forEach(this::print);
            System.out.flush();
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return 0;
    }

    private static List<JsonNode> readAll(EventTail tail) {
        List<JsonNode> all = new ArrayList<>();
        for (List<JsonNode> some = tail.poll(); !some.isEmpty(); some = tail.poll()) {
            all.addAll(some);
        }
        return all;
    }

    private void print(JsonNode event) {
        if (json) {
            System.out.println(event);
            return;
        }
        StringBuilder line =
                new StringBuilder(event.path("at").asText())
                        .append("  ")
                        .append(event.path("pid").asLong())
                        .append("  ")
                        .append(event.path("event").asText());
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            if (!HEAD.contains(field.getKey())) {
                line.append("  ")
                        .append(field.getKey())
                        .append('=')
                        .append(field.getValue().asText());
            }
        }
        System.out.println(line);
    }
}
