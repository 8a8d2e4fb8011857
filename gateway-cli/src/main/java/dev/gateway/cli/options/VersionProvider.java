package dev.gateway.cli.options;

import dev.gateway.core.GatewayVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"gateway " + GatewayVersion.current()};
    }
}
