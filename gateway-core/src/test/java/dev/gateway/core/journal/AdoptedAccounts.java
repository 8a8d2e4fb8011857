package dev.gateway.core.journal;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts of open journals, for tests to which tokens do not matter. */
public final class AdoptedAccounts {

    private static final Map<Journal, Map<String, AccountJournal>> OPEN = new WeakHashMap<>();

    private AdoptedAccounts() {}

    /** Returns the journal of an account, which its name alone identifies unless it was bound. */
    public static AccountJournal of(Journal journal, String name) {
        return accounts(journal)
                .computeIfAbsent(
                        name,
                        ignored ->
                                journal.adopt(
                                        new HeldLease(name, 1),
                                        AccountBinding.of(name, new AccountId(name))));
    }

    /** Lets a name stand for an account. */
    public static AccountJournal bind(Journal journal, String name, String account) {
        return bind(journal, AccountBinding.of(name, new AccountId(account)));
    }

    /** Lets a name stand for an account with rules of its own. */
    public static AccountJournal bind(Journal journal, AccountBinding binding) {
        AccountJournal adopted = journal.adopt(new HeldLease(binding.name(), 1), binding);
        accounts(journal).put(binding.name(), adopted);
        return adopted;
    }

    private static Map<String, AccountJournal> accounts(Journal journal) {
        synchronized (OPEN) {
            return OPEN.computeIfAbsent(journal, ignored -> new ConcurrentHashMap<>());
        }
    }

    /** A lease that is never lost. */
    public record HeldLease(String name, long epoch) implements TokenLease {

        @Override
        public TokenKey key() {
            return new TokenKey("test", name);
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void close() {}
    }
}
