package dev.gateway.core.supervision;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.core.token.TokenLocks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Factory of platform supervisors, which it does not start.
 *
 * @param media the folder of the attachments of all platforms
 * @param factories the kinds of platforms
 * @param journal the journal
 * @param tokens returns the locks that an account's token is acquired from
 * @param tokenWait the time that a start waits for a token
 * @param clock the source of the times shown
 * @param events receives the events of the platforms
 * @param beforeToken called with the type of a platform before it waits for its token
 */
public record PlatformSupervisorFactory(
        Path media,
        Map<String, PlatformFactory> factories,
        Journal journal,
        Function<AccountId, TokenLocks> tokens,
        Duration tokenWait,
        Clock clock,
        EventStream events,
        Consumer<String> beforeToken) {

    /** Returns the identity of a platform's account. */
    public AccountId account(PlatformConfig config) {
        var identity = factories.get(config.type()).identity(config);
        return AccountId.of(config.type(), identity, config.name());
    }

    /**
     * Does once what a platform needs whose account comes from another host, so that its code is
     * loaded; for an account that there is not. Only where hosts share the accounts.
     *
     * @param sample a platform; nothing happens to it
     */
    public void rehearse(PlatformConfig sample) throws IOException, InterruptedException {
        create(sample); // It does nothing before it is started.
        TokenLocks none = tokens.apply(AccountId.named("none", "none"));
        var key = new TokenKey("none", "none");
        none.acquire(key, "none", Duration.ZERO, () -> {}).ifPresent(TokenLease::close);
        none.giveUp(key);
    }

    /** Creates the supervisor of an enabled platform. */
    public PlatformSupervisor create(PlatformConfig config) {
        return new PlatformSupervisor(
                config,
                factories.get(config.type()),
                journal,
                media.resolve(config.name()),
                tokens.apply(account(config)),
                tokenWait,
                clock,
                events,
                () -> beforeToken.accept(config.type()));
    }
}
