package dev.gateway.cli.messages;

import dev.gateway.core.journal.engine.JournalAdmin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that select messages: some ids, or all parked ones. */
final class MessageSelection {

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "As 'gateway messages list' shows it; several are possible.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--parked", description = "All that are parked, instead of IDs.")
    private boolean parked;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "With --parked: only those of this account.")
    private String platform;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Checks that the command names either ids or {@code --parked}.
     *
     * @throws ParameterException if it names neither or both
     */
    void validate() {
        if (parked != ids.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    parked
                            ? "Name IDs or --parked, not both"
                            : "Name one or more IDs, or --parked");
        }
        if (platform != null && !parked) {
            throw new ParameterException(command.commandLine(), "--platform goes with --parked");
        }
    }

    List<String> ids(JournalAdmin journal) throws IOException {
        if (!parked) {
            return ids.stream().distinct().toList();
        }
        return new JournalView(journal)
                        .parked(
                                item -> platform == null || item.account().isCalled(platform),
                                Integer.MAX_VALUE)
                        .items()
                        .stream()
                        .map(JournalItem::id)
                        .toList();
    }
}
