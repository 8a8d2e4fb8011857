package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.DisplayWidth;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway conversations}. */
@Command(
        name = "conversations",
        description =
                "List the conversations in which a message has arrived, the latest first, with the"
                        + " ids that 'gateway send --to' and 'notify' take.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway conversations",
            "  gateway conversations --platform family",
            "  gateway conversations --json | jq -r '.conversations[] | select(.direct) | .id'",
            "",
            "Exit codes: 0 listed, 75 it cannot be read now, 77 no permission."
        })
public final class ConversationsCommand implements Callable<Integer> {

    /** The limit of the list, beyond which it would no longer fit into memory comfortably. */
    private static final int MAX_CONVERSATIONS = 100_000;

    private static final int MAX_ID = 60;

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(names = "--platform", paramLabel = "NAME", description = "Only of this account.")
    private String platform;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public ConversationsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new JournalAccess(context, global)
                .readOrEmpty(this::list, out -> show(List.of(), out));
    }

    private ExitCode list(JournalAdmin journal, ConsoleOutput out) throws IOException {
        return show(
                journal.conversations(MAX_CONVERSATIONS).stream()
                        .filter(one -> platform == null || one.platform().equals(platform))
                        .toList(),
                out);
    }

    private ExitCode show(List<KnownConversation> wanted, ConsoleOutput out) {
        if (json) {
            JournalAccess.print(json(wanted), out);
        } else if (wanted.isEmpty()) {
            out.line(
                    "No message has arrived"
                            + (platform == null ? "" : " at " + platform)
                            + " yet.");
        } else {
            print(wanted, out);
        }
        return ExitCode.OK;
    }

    private static ObjectNode json(List<KnownConversation> conversations) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode items = node.putArray("conversations");
        for (KnownConversation one : conversations) {
            items.addObject()
                    .put("platform", one.platform())
                    .put("id", one.id())
                    .put("title", one.title())
                    .put("direct", one.direct())
                    .put("last_message_at", one.lastAt().toString());
        }
        return node;
    }

    private void print(List<KnownConversation> conversations, ConsoleOutput out) {
        int platforms = width(conversations.stream().map(KnownConversation::platform).toList());
        int ids = width(conversations.stream().map(ConversationsCommand::id).toList());
        for (KnownConversation one : conversations) {
            String line =
                    "%s  %s  %s  %s  %s"
                            .formatted(
                                    DisplayWidth.pad(one.platform(), platforms),
                                    DisplayWidth.pad(id(one), ids),
                                    one.direct() ? "direct" : "group ",
                                    time(one.lastAt()),
                                    TerminalSanitizer.line(one.title()));
            out.line(DisplayWidth.cut(line, out.width()).stripTrailing());
        }
    }

    private static String time(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                at.atZone(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
    }

    private static String id(KnownConversation conversation) {
        return TerminalSanitizer.line(conversation.id(), MAX_ID);
    }

    private static int width(List<String> words) {
        return words.stream().mapToInt(DisplayWidth::of).max().orElse(0);
    }
}
