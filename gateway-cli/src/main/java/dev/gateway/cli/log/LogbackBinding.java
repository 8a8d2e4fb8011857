package dev.gateway.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOP_FallbackServiceProvider;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The binding of SLF4J to Logback without Logback's search for configurations, which takes longer
 * than a short command: {@link GatewayLog} configures the log of {@code run}, and no other command
 * has one.
 */
public final class LogbackBinding implements SLF4JServiceProvider {

    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private final LoggerContext context = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

    /**
     * Selects the binding of this process, before its first logger.
     *
     * @param log whether the process has a log; without one Logback is not even loaded
     */
    public static void select(boolean log) {
        System.setProperty(
                LoggerFactory.PROVIDER_PROPERTY_KEY,
                (log ? LogbackBinding.class : NOP_FallbackServiceProvider.class).getName());
        if (System.getProperty(VERBOSITY) == null) {
            System.setProperty(VERBOSITY, "WARN"); // SLF4J announces a selected binding otherwise
        }
    }

    @Override
    public void initialize() {
        context.setName("default");
        context.setMDCAdapter(diagnostics);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return diagnostics;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99"; // as Logback's own binding
    }
}
