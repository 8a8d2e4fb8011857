package dev.gateway.adapter.feishu.connection;

import java.time.Duration;
import java.util.Optional;

/**
 * The settings of an account's long connection.
 *
 * @param account the account's name
 * @param pingInterval overrides the platform's, if given
 * @param pongTimeout time without a pong after which the connection counts as lost
 * @param contactTimeout time for which a pong counts as contact
 */
public record ConnectionSettings(
        String account,
        Optional<Duration> pingInterval,
        Optional<Duration> pongTimeout,
        Duration contactTimeout) {}
