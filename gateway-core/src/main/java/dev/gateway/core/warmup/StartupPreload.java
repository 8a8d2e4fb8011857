package dev.gateway.core.warmup;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.config.journal.JournalSections;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The load of the journal's driver and of its native library, and of what a first connection with
 * TLS needs, beside the config, on a second core.
 *
 * <p>It only loads: no file of the home is opened, which belongs to the process that holds the
 * lock, and the config is read for the kind of the journal and of the addresses alone. What fails
 * here fails again where it is needed and is reported there, so an invalid config stays the only
 * word of a refused start.
 */
public final class StartupPreload {

    /** The folder of SQLite's library, set by the launcher. */
    private static final String NATIVE_FOLDER = "org.sqlite.lib.path";

    private final Path config;
    private final GatewayHome home;
    private final UnaryOperator<String> environment;

    private StartupPreload(Path config, GatewayHome home, UnaryOperator<String> environment) {
        this.config = config;
        this.home = home;
        this.environment = environment;
    }

    /**
     * Begins to load on a daemon thread, and returns it. Without the launcher, which names the
     * folder of the native library, nothing is loaded: the driver would unpack the library into the
     * temporary folder, and a refused start would leave it there.
     */
    public static Thread begin(Path config, GatewayHome home, UnaryOperator<String> environment) {
        var preload = new StartupPreload(config, home, environment);
        Thread thread = DaemonThreads.single("preload").newThread(preload::load);
        if (System.getProperty(NATIVE_FOLDER) != null) {
            thread.start();
        }
        return thread;
    }

    private void load() {
        // The first random number loads all of Java's security, and a start needs one soon.
        attempt(() -> new SecureRandom().nextBytes(new byte[1]));
        attempt(() -> load(config, home, environment));
        attempt(
                () -> {
                    if (callsWithTls(YamlDocument.text(config, ""))) {
                        HttpClient.preloadTls();
                    }
                });
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (InvalidConfigException
                | SQLException
                | IOException
                | RuntimeException
                | LinkageError e) {
            // Reported by the step that needs it.
        }
    }

    /** Loads the engine of the journal that the config names. */
    static void load(Path config, GatewayHome home, UnaryOperator<String> environment)
            throws InvalidConfigException, SQLException {
        JournalSections sections =
                JournalSections.read(config, Files.exists(home.cluster()), environment);
        if (sections.journal().isShared()) {
            JournalEngine.named(sections.journal().type()).preload();
        } else {
            SqliteConnection.inMemory()
                    .close(); // The driver and its library, no statement of ours.
        }
    }

    /**
     * Returns whether a platform is called with TLS, as all are by default. A wrong guess costs
     * time and nothing else, so the config is not parsed for it.
     */
    static boolean callsWithTls(String config) {
        List<String> addresses =
                config.lines()
                        .map(String::strip)
                        .filter(line -> !line.startsWith("#") && line.contains("base_url"))
                        .toList();
        return addresses.isEmpty()
                || addresses.stream().anyMatch(line -> line.contains("https://"));
    }

    /** What may fail, which has no consequence. */
    private interface Step {
        void run() throws InvalidConfigException, SQLException, IOException;
    }
}
