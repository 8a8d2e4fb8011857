package dev.gateway.sim.process;

import java.util.List;

/** A platform that a {@link HomeConfig} connects a gateway to. */
public interface PlatformConfigSource {

    /** The tokens (or app ids) that the platform knows, in the order in which they were added. */
    List<String> tokens();

    /** Returns the lines below {@code platforms:} for the account of this name and token. */
    String gatewayConfig(String token, String name);
}
