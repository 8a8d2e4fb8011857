package dev.gateway.core.journal.engine;

import dev.gateway.core.journal.AccountBinding;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The accounts that the names of this process's config stand for. Kept by process, and not in the
 * file: two processes of one home may have different configs for a while. A name that stands for no
 * account yet is its own key. For engines. Thread-safe.
 */
public final class AccountNames {

    private final Map<String, AccountBinding> bindings = new ConcurrentHashMap<>();
    private final Map<String, Duration> burstWindows = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    /** Lets a name stand for an account from now on. */
    public void bind(AccountBinding binding) {
        bindings.put(binding.name(), binding);
        String account = binding.account().value();
        names.put(account, binding.name());
        if (binding.burstWindow().isZero()) {
            burstWindows.remove(account);
        } else {
            burstWindows.put(account, binding.burstWindow());
        }
    }

    /** Returns the account of a name and its rules, once it is prepared. */
    public Optional<AccountBinding> binding(String name) {
        return Optional.ofNullable(bindings.get(name));
    }

    /** Returns the key of the account of a name. */
    public String account(String name) {
        return binding(name).map(binding -> binding.account().value()).orElse(name);
    }

    /** Returns the keys of the accounts of names. */
    public List<String> accounts(Collection<String> wanted) {
        return wanted.stream().map(this::account).toList();
    }

    /** Returns the name of an account: the last one that stands for it. */
    public String name(String account) {
        return names.getOrDefault(account, account);
    }

    /** Returns the names of accounts. */
    public Set<String> names(Set<String> accounts) {
        return accounts.stream().map(this::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the burst windows of those accounts that have one. */
    public Map<String, Duration> burstWindows() {
        return Collections.unmodifiableMap(burstWindows);
    }
}
