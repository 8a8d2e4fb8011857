package dev.gateway.cli.messages;

import dev.gateway.core.journal.JournalConsole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which messages a command is about: some, or all that are parked. */
final class Selection {

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "With --parked: only those of this account.")
    private String platform;

    List<String> ids(JournalConsole journal) throws IOException {
        if (!which.parked) {
            return which.ids;
        }
        return new Shelf(journal)
                        .parked(
                                item -> platform == null || item.platform().equals(platform),
                                Integer.MAX_VALUE)
                        .items()
                        .stream()
                        .map(Item::id)
                        .toList();
    }

    /** One of the two. */
    static final class Which {

        @Parameters(paramLabel = "ID", description = "As 'gateway messages list' shows it.")
        private List<String> ids = new ArrayList<>();

        @Option(names = "--parked", description = "All that are parked.")
        private boolean parked;
    }
}
