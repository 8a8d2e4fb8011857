package dev.gateway.core.placement;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.token.TokenLocks;
import java.util.function.Function;

/** The locks of each account in a cluster. */
public final class AccountLocks {

    private AccountLocks() {}

    /**
     * Returns the locks by account.
     *
     * @param kernel the locks of this machine
     */
    public static Function<AccountId, TokenLocks> of(TokenLocks kernel, Membership membership) {
        return account -> new AccountTokenLocks(kernel, membership, account);
    }
}
