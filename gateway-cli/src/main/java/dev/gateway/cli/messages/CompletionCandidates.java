package dev.gateway.cli.messages;

import dev.gateway.cli.options.ClusterOpening;
import dev.gateway.cli.options.JournalPlace;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.yaml.AccountName;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.YamlDocument;
import dev.gateway.core.yaml.YamlEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * The words that a shell offers for a home: its accounts, the waiting messages, and the known
 * conversations. There are none if the config is invalid or the journal unreadable.
 */
public enum CompletionCandidates {
    /** Names of accounts, even if the rest of the config is invalid. */
    ACCOUNTS,
    /** Ids of messages and answers that are not finished. */
    MESSAGES,
    /** Names of the hosts that share the journal. */
    HOSTS,
    /** The conversations in which a message has arrived, the latest first. */
    CONVERSATIONS;

    private static final int MAX_WORDS = 200;

    /** Returns the words in order. */
    public List<String> of(Path config, GatewayHome home) {
        return switch (this) {
            case ACCOUNTS -> accounts(config);
            case HOSTS -> hosts(config, home);
            case MESSAGES -> words(config, home, CompletionCandidates::messages);
            case CONVERSATIONS -> words(config, home, CompletionCandidates::conversations);
        };
    }

    /** Returns the names of the accounts in a config file, whose other parts may be invalid. */
    static List<String> accounts(Path config) {
        try {
            String text = YamlDocument.text(config, "");
            return YamlDocument.of(config, text, "", name -> null)
                    .root()
                    .section("platforms", "")
                    .entries()
                    .stream()
                    .map(YamlEntry::key)
                    .filter(AccountName::isValid)
                    .toList();
        } catch (InvalidConfigException e) {
            return List.of();
        }
    }

    private static List<String> hosts(Path config, GatewayHome home) {
        try {
            JournalLocation location = JournalPlace.of(config, home);
            try (ClusterAdmin admin =
                    ClusterOpening.BY_ENGINE.open(location, Clock.systemUTC()).orElse(null)) {
                return admin == null
                        ? List.of()
                        : admin.view().hosts().stream()
                                .map(ClusterHost::name)
                                .distinct()
                                .sorted()
                                .toList();
            }
        } catch (InvalidConfigException | IOException e) {
            return List.of();
        }
    }

    private static List<String> messages(JournalAdmin journal) throws IOException {
        return new JournalView(journal)
                .open(item -> true, MAX_WORDS).items().stream().map(JournalItem::id).toList();
    }

    private static List<String> conversations(JournalAdmin journal) throws IOException {
        return journal.conversations(MAX_WORDS).stream().map(KnownConversation::id).toList();
    }

    private static List<String> words(Path config, GatewayHome home, Source source) {
        JournalLocation location;
        try {
            location = JournalPlace.of(config, home);
        } catch (InvalidConfigException e) {
            return List.of();
        }
        try (JournalAdmin journal =
                location.engine().readOnlyAdmin(location, Clock.systemUTC()).orElse(null)) {
            return journal == null
                    ? List.of()
                    : source.words(journal).stream()
                            .filter(text -> text.matches("[^\\s\"'`$\\\\]+"))
                            .distinct()
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @FunctionalInterface
    private interface Source {
        List<String> words(JournalAdmin journal) throws IOException;
    }
}
