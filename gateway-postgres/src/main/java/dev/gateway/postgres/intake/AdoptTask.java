package dev.gateway.postgres.intake;

import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.token.TokenLease;
import dev.gateway.postgres.writer.Task;
import java.util.Optional;

/** The adoption of an account; empty if another process holds it. */
public final class AdoptTask extends Task<Optional<AdoptTask.Adoption>> {

    private final TokenLease lease;
    private final AccountBinding binding;

    public AdoptTask(TokenLease lease, AccountBinding binding) {
        this.lease = lease;
        this.binding = binding;
    }

    TokenLease lease() {
        return lease;
    }

    AccountBinding binding() {
        return binding;
    }

    String account() {
        return binding.account().value();
    }

    /**
     * The adoption of an account by this process.
     *
     * @param epoch the number of the holding
     * @param number the number of the adoption in this process; a later one ends it
     * @param cursor its cursor
     */
    public record Adoption(long epoch, int number, Optional<String> cursor) {

        /** No adoption: what is stored changes the position of no account. */
        public static final Adoption NONE = new Adoption(-1, -1, Optional.empty());
    }
}
