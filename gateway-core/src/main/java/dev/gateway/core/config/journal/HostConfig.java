package dev.gateway.core.config.journal;

import java.time.Duration;
import java.util.Objects;

/**
 * This host among those that share a journal.
 *
 * @param name its name, unique among them
 * @param weight its share of the accounts in relation to others; 0 for a standby, which takes only
 *     accounts that no other host can have
 * @param joinAfter the time of steady beats after which it gets its share of accounts that other
 *     hosts have
 */
public record HostConfig(String name, int weight, Duration joinAfter) {

    /** The weight of a host whose config names none. */
    public static final int DEFAULT_WEIGHT = 1;

    /** The time after which a host counts as steady. */
    public static final Duration DEFAULT_JOIN_AFTER = Duration.ofSeconds(60);

    /** Checks the bounds. */
    public HostConfig {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("a host has no name");
        }
        if (weight < 0) {
            throw new IllegalArgumentException("negative weight: " + weight);
        }
    }

    /** Returns a host of this name with the default weight. */
    public static HostConfig named(String name) {
        return new HostConfig(name, DEFAULT_WEIGHT, DEFAULT_JOIN_AFTER);
    }

    /** Returns whether it only takes what no other host can have. */
    public boolean isStandby() {
        return weight == 0;
    }
}
