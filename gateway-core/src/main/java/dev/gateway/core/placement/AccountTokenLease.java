package dev.gateway.core.placement;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;

/** The right to poll one account of a cluster: its lease, and the kernel lock of its token. */
final class AccountTokenLease implements TokenLease {

    private final TokenLease kernel;
    private final AccountLease account;

    AccountTokenLease(TokenLease kernel, AccountLease account) {
        this.kernel = kernel;
        this.account = account;
    }

    @Override
    public TokenKey key() {
        return kernel.key();
    }

    @Override
    public long epoch() {
        return account.epoch();
    }

    @Override
    public boolean isValid() {
        return account.isValid() && kernel.isValid();
    }

    @Override
    public String lossReason() {
        return account.isValid() ? kernel.lossReason() : account.lossReason();
    }

    /** Releases both; first the kernel's, which the next holder may need on this machine. */
    @Override
    public void close() {
        kernel.close();
        account.close();
    }
}
