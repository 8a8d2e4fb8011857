package dev.gateway.core.reload;

import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.config.LogLevel;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How a running gateway gets another config.
 *
 * @param wish who wants it
 * @param hangUp what a SIGHUP means
 * @param file what is read, for people
 * @param source reads and validates it
 * @param logLevel sets how much is logged
 */
public record ReloadHooks(
        ReloadRequest wish,
        SighupHandler hangUp,
        Path file,
        Source source,
        Consumer<LogLevel> logLevel) {

    /** Where the config comes from. */
    @FunctionalInterface
    public interface Source {

        /**
         * Reads it anew. On the thread of the reload; may be interrupted.
         *
         * @throws InvalidConfigException if there is anything wrong with it
         */
        LoadedConfig read() throws InvalidConfigException;
    }
}
