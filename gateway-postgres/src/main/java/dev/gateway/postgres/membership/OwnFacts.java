package dev.gateway.postgres.membership;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.session.SessionId;
import java.time.Duration;

/**
 * The facts about this process that every registration of it has.
 *
 * @param homeSession its session in its home
 * @param homeId the name of its home
 * @param home the folder
 * @param process its process
 * @param version the version of its program
 * @param host its host
 * @param lease the time without a beat after which it is dead
 */
record OwnFacts(
        SessionId homeSession,
        String homeId,
        String home,
        ProcessIdentity process,
        String version,
        HostConfig host,
        Duration lease) {}
