package dev.gateway.core.lifecycle;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.placement.AccountLocks;
import dev.gateway.core.placement.PlacementLoop;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.supervision.PlatformSupervisor;
import dev.gateway.core.supervision.PlatformSupervisorFactory;
import dev.gateway.core.token.TokenLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The making of a gateway's platforms: all of its config on a single host; among several, none, as
 * a {@link PlacementLoop} adds those whose accounts this process holds.
 */
final class PlatformStart {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformStart.class);

    private final GatewaySetup setup;
    private final Optional<Membership> membership;
    private final PlatformSupervisorFactory supervisors;

    PlatformStart(GatewaySetup setup, Journal journal) {
        this.setup = setup;
        this.membership = journal.membership();
        TokenLocks kernel = setup.tokens();
        this.supervisors =
                new PlatformSupervisorFactory(
                        setup.home().media(),
                        setup.factories(),
                        journal,
                        membership
                                .map(shared -> AccountLocks.of(kernel, shared))
                                .orElse(account -> kernel),
                        setup.config().tokenWait(),
                        setup.machine().clock(),
                        setup.events(),
                        setup.warmUp()::beforeToken);
    }

    /** Returns the factory of supervisors. */
    PlatformSupervisorFactory supervisors() {
        return supervisors;
    }

    /** Creates the set of platforms, which are not started. */
    PlatformSet create() {
        List<PlatformConfig> enabled = setup.config().enabledPlatforms();
        if (enabled.isEmpty()) {
            LOG.warn("No platform is enabled in the config; nothing to serve.");
        }
        List<PlatformSupervisor> made = new ArrayList<>();
        for (PlatformConfig platform :
                membership.isPresent() ? List.<PlatformConfig>of() : enabled) {
            made.add(supervisors.create(platform));
        }
        return new PlatformSet(made, setup.events());
    }

    /** Returns the format of a platform's answers, also of one that another host has by now. */
    static TextFormat format(String platform, GatewayConfig config, PlatformSet platforms) {
        PlatformConfig known = config.platforms().get(platform);
        return known == null ? platforms.format(platform) : known.format();
    }

    /** Creates the loop that decides which platforms run here; empty on a single host. */
    Optional<PlacementLoop> placement(PlatformSet platforms, PlatformSet.SendingWait sending) {
        Duration lease =
                setup.config()
                        .journal()
                        .postgres()
                        .map(PostgresConfig::lease)
                        .orElse(PostgresConfig.DEFAULT_LEASE);
        return membership.map(
                shared -> new PlacementLoop(shared, platforms, supervisors, sending, lease));
    }
}
