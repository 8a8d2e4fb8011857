package dev.gateway.cli.options;

import dev.gateway.core.config.journal.JournalSections;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The search for the journal of a home, for commands that open it. */
public final class JournalPlace {

    private JournalPlace() {}

    /**
     * Returns the place that the config names.
     *
     * @throws InvalidConfigException if the config of a home that shares a journal cannot be read
     */
    public static JournalLocation of(Path config, GatewayHome home) throws InvalidConfigException {
        JournalSections sections =
                JournalSections.read(config, Files.exists(home.cluster()), System::getenv);
        return sections.journal().isShared()
                ? new JournalLocation(home, sections.journal(), sections.host())
                : JournalLocation.in(home);
    }
}
