package dev.gateway.cli;

import dev.gateway.core.GatewayVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"gateway " + GatewayVersion.current()};
    }
}
