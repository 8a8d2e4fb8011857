package dev.gateway.cli.options;

import dev.gateway.core.GatewayVersion;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
public final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"gateway " + GatewayVersion.current()};
    }
}
