package dev.gateway.sim.contract;

import java.util.List;
import java.util.ServiceLoader;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.Reporter;
import org.slf4j.spi.SLF4JServiceProvider;

/** A recording of everything that is logged through SLF4J, at every level. */
interface LogCapture extends AutoCloseable {

    /** Returns the entries so far. */
    List<String> lines();

    /** Ends the recording and restores the log's configuration. */
    @Override
    void close();

    /**
     * Makes SLF4J log to {@link RecordingLoggerFactory} if the test class path has no provider:
     * without one, nothing would be logged and nothing could be checked. Must be called before the
     * first logger is created.
     */
    static void prepare() {
        boolean named = System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) != null;
        if (!named && noProvider()) {
            System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
            System.setProperty(
                    LoggerFactory.PROVIDER_PROPERTY_KEY,
                    RecordingLoggerFactory.Provider.class.getName());
        }
    }

    private static boolean noProvider() {
        return ServiceLoader.load(SLF4JServiceProvider.class).stream().findAny().isEmpty();
    }

    /**
     * Starts a recording.
     *
     * @throws IllegalStateException if the log provider cannot be recorded
     */
    static LogCapture start() {
        ILoggerFactory logs = LoggerFactory.getILoggerFactory();
        if (logs instanceof RecordingLoggerFactory recording) {
            return recording.capture();
        }
        if (logs.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")) {
            return LogbackCapture.start();
        }
        throw new IllegalStateException(
                "the log can only be checked if SLF4J logs through Logback, or has no provider on"
                        + " the test class path; remove "
                        + logs.getClass().getName());
    }
}
