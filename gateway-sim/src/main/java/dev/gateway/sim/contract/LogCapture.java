package dev.gateway.sim.contract;

import java.util.List;
import java.util.ServiceLoader;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.Reporter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Everything that is logged through SLF4J meanwhile, on whatever level. */
interface LogCapture extends AutoCloseable {

    /** What was logged so far, an entry each. */
    List<String> lines();

    /** Leaves the log as it was before. */
    @Override
    void close();

    /**
     * Has SLF4J log into {@link RecordingLoggerFactory} if the test class path has no provider of
     * its own: otherwise nothing would be logged that could be checked. To be called before the
     * first logger is made.
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
     * Begins to record.
     *
     * @throws IllegalStateException if what logs cannot be recorded
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
