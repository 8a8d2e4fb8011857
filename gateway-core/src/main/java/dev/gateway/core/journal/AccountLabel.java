package dev.gateway.core.journal;

import dev.gateway.core.platform.AccountId;

/**
 * An account as people know it.
 *
 * @param name its last name in the config
 * @param id its identity
 * @param current whether the name still stands for it, and not for another account by now
 */
public record AccountLabel(String name, AccountId id, boolean current) {

    /** Returns whether a person may mean it with that word: its name or its identity. */
    public boolean isCalled(String word) {
        return name.equals(word) || id.value().equals(word);
    }

    /** Returns its name, and its identity too if the name stands for another account by now. */
    @Override
    public String toString() {
        return current ? name : name + " (" + id + ")";
    }
}
