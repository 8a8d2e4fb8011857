package dev.gateway.adapter.feishu.connection;

import java.time.Duration;
import java.util.Optional;

/**
 * Settings of an account's long connection.
 *
 * @param account the account's name
 * @param pingInterval instead of the platform's, if given
 * @param pongTimeout how long a pong may take before the connection counts as lost
 * @param contactTimeout for how long a pong proves the connection to the gateway
 */
public record ConnectionSettings(
        String account,
        Optional<Duration> pingInterval,
        Optional<Duration> pongTimeout,
        Duration contactTimeout) {}
