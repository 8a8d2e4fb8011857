package dev.gateway.sim.process;

import java.util.List;

/** A platform that a {@link HomeConfig} connects a gateway to. */
public interface PlatformConfigSource {

    /**
     * The settings of an account that takes all messages of all senders at once, without approval:
     * the virtual users of a fake platform.
     */
    String OPEN_TO_ALL =
            "dm_policy: open, group_policy: open, require_mention: false, send_limit: none";

    /** The tokens (or app ids) that the platform knows, in the order in which they were added. */
    List<String> tokens();

    /**
     * Returns the lines below {@code platforms:} for the account of this name and token, with
     * {@link #OPEN_TO_ALL}.
     */
    String gatewayConfig(String token, String name);
}
