package dev.gateway.cli.messages;

import dev.gateway.core.journal.sqlite.JournalAdmin;
import dev.gateway.core.yaml.AccountName;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.YamlDocument;
import dev.gateway.core.yaml.YamlEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * The words that a shell offers for a home: its accounts, the waiting messages, and their
 * conversations. There are none if the config is invalid or the journal unreadable.
 */
public enum CompletionCandidates {
    /** Names of accounts, even if the rest of the config is invalid. */
    ACCOUNTS,
    /** Ids of messages and answers that are not finished. */
    MESSAGES,
    /** The conversations of these messages and answers. */
    CONVERSATIONS;

    private static final int MAX_WORDS = 200;

    /** Returns the words in order. */
    public List<String> of(Path config, Path journal) {
        return switch (this) {
            case ACCOUNTS -> accounts(config);
            case MESSAGES -> items(journal, JournalItem::id);
            case CONVERSATIONS -> items(journal, JournalItem::conversation);
        };
    }

    private static List<String> accounts(Path config) {
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

    private static List<String> items(Path file, Function<JournalItem, String> word) {
        try (JournalAdmin journal =
                JournalAdmin.openReadOnly(file, Clock.systemUTC()).orElse(null)) {
            return journal == null
                    ? List.of()
                    : new JournalView(journal)
                            .open(item -> true, MAX_WORDS).items().stream()
                                    .map(word)
                                    .filter(text -> text.matches("[^\\s\"'`$\\\\]+"))
                                    .distinct()
                                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
