package dev.gateway.postgres.queue;

import dev.gateway.postgres.writer.Task;
import java.time.Instant;
import java.util.Optional;

/** The question for the time at which the next answer of an account is due. */
public final class NextDueTask extends Task<Optional<Instant>> {

    private final String account;

    public NextDueTask(String account) {
        this.account = account;
    }

    public String account() {
        return account;
    }
}
