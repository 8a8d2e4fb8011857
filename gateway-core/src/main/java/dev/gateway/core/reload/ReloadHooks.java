package dev.gateway.core.reload;

import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.config.LogLevel;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The connections of a reload to the rest of the process.
 *
 * @param request the pending reload request
 * @param sighupHandler the handler of SIGHUP
 * @param file the config file, for messages
 * @param source reads and validates the config
 * @param logLevel sets the log level
 */
public record ReloadHooks(
        ReloadRequest request,
        SighupHandler sighupHandler,
        Path file,
        Source source,
        Consumer<LogLevel> logLevel) {

    /** The source of the config. */
    @FunctionalInterface
    public interface Source {

        /**
         * Reads the config again, on the reload thread; may be interrupted.
         *
         * @throws InvalidConfigException if it has any problem
         */
        LoadedConfig read() throws InvalidConfigException;
    }
}
