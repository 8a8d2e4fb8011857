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

/**
 * What all fake platforms have in common: enough for the control API, for {@code serve} and for
 * whoever chats. Thread-safe.
 */
public interface FakePlatform extends PlatformConfigSource, AutoCloseable {

    /** The type in a gateway's config, for instance {@code telegram}. */
    String type();

    /** The server that it answers through: its address, faults and connections. */
    FakeServer server();

    /** Who polled. */
    Referee referee();

    /** What was said and answered. */
    MessageLedger ledger();

    /** What stands in the config of the bot of this token, and must be seen nowhere else. */
    default List<String> secrets(String token) {
        return List.of(token);
    }

    /**
     * For faults: the path of the call without which a client receives nothing, be it the poll
     * itself or the question where to connect.
     */
    String intakePath();

    /** For faults: the path, or a pattern for the paths, of the calls that send a text. */
    String sendPath();

    /** What this platform answers who called too often: not before that time is over. */
    Response throttled(Duration retryAfter);

    /**
     * Makes it slow to let go of a bot that disconnects, if it is a platform that has to.
     *
     * @return the id of the fault that does it; empty if there is nothing to let go of
     */
    default Optional<String> releaseSlowly(Duration time) {
        return Optional.empty();
    }

    /** Makes a token worthless: who connects or polls with it from now on is turned away. */
    void revoke(String token);

    /** The person of this name in a private chat with the bot of this token; made when needed. */
    VirtualUser user(String token, String name);

    /** The same with the first bot. */
    default VirtualUser user(String name) {
        return user(tokens().get(0), name);
    }

    /**
     * Does something that only this platform has, for the control API: block a bot, revoke a token,
     * switch a rule.
     *
     * @param action its name, as in the last part of the path
     * @param arguments the body of the request, an object
     * @return what to show for it
     * @throws IllegalArgumentException if there is no such action or its arguments make no sense
     */
    default ObjectNode control(String action, JsonNode arguments) {
        throw new IllegalArgumentException(type() + " has no action \"" + action + "\"");
    }

    /** Ends its server and all its threads. */
    @Override
    void close();
}
