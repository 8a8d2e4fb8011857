package dev.gateway.sim.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.process.PlatformConfigSource;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.server.FakeServer;
import dev.gateway.sim.server.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A fake platform as the control API, {@code serve} and the virtual users see it. Thread-safe. */
public interface FakePlatform extends PlatformConfigSource, AutoCloseable {

    /** Returns the type in a gateway's config, for instance {@code telegram}. */
    String type();

    /** Returns the platform's server: its address, faults and connections. */
    FakeServer server();

    /** Returns the record of the polls. */
    Referee referee();

    /** Returns the record of the messages and their answers. */
    MessageLedger ledger();

    /** Returns the secrets in the config of this token's bot, which must appear nowhere else. */
    default List<String> secrets(String token) {
        return List.of(token);
    }

    /**
     * Returns the path of the call without which a client receives nothing, for faults: the poll
     * itself, or the discovery of the address to connect to.
     */
    String intakePath();

    /** Returns the path, or a pattern for the paths, of the calls that send a text, for faults. */
    String sendPath();

    /** Returns the platform's answer to a caller that called too often and must wait this long. */
    Response throttled(Duration retryAfter);

    /**
     * Delays the release of a bot that disconnects, on platforms that release bots.
     *
     * @return the id of the fault that does it; empty if the platform has nothing to release
     */
    default Optional<String> releaseSlowly(Duration time) {
        return Optional.empty();
    }

    /** Invalidates a token: connections and polls with it are rejected from now on. */
    void revoke(String token);

    /**
     * Returns the person of this name in a private chat with this token's bot; created on demand.
     */
    VirtualUser user(String token, String name);

    /** Returns the person of this name in a private chat with the first bot. */
    default VirtualUser user(String name) {
        return user(tokens().get(0), name);
    }

    /**
     * Runs an action that only this platform has, for the control API: block a bot, revoke a token,
     * switch a rule.
     *
     * @param action its name, the last part of the path
     * @param arguments the body of the request, an object
     * @return the body of the answer
     * @throws IllegalArgumentException if there is no such action or its arguments are invalid
     */
    default ObjectNode control(String action, JsonNode arguments) {
        throw new IllegalArgumentException(type() + " has no action \"" + action + "\"");
    }

    /** Ends the server and all its threads. */
    @Override
    void close();
}
