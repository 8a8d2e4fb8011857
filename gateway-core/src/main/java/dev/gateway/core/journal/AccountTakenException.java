package dev.gateway.core.journal;

import java.io.IOException;

/** Another process has taken an account over. The messages of the batch are stored. */
public final class AccountTakenException extends IOException {

    private static final long serialVersionUID = 1L;

    public AccountTakenException() {
        super("the token is another process's now");
    }
}
