package dev.gateway.sim.contract;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * A factory of loggers that record at every level while a check asks for it, and are silent
 * otherwise.
 */
final class RecordingLoggerFactory implements ILoggerFactory {

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final List<Capture> captures = new CopyOnWriteArrayList<>();

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, named -> new RecordingLogger(named, captures));
    }

    /** Starts a recording. */
    Capture capture() {
        var capture = new Capture(captures);
        captures.add(capture);
        return capture;
    }

    /** One recording of log entries. */
    static final class Capture implements LogCapture {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<Capture> all;

        private Capture(List<Capture> all) {
            this.all = all;
        }

        @Override
        public List<String> lines() {
            return List.copyOf(lines);
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }

    private static final class RecordingLogger extends LegacyAbstractLogger {

        private static final long serialVersionUID = 1L;

        private final transient List<Capture> captures;

        RecordingLogger(String name, List<Capture> captures) {
            this.name = name;
            this.captures = captures;
        }

        @Override
        public boolean isTraceEnabled() {
            return !captures.isEmpty();
        }

        @Override
        public boolean isDebugEnabled() {
            return !captures.isEmpty();
        }

        @Override
        public boolean isInfoEnabled() {
            return !captures.isEmpty();
        }

        @Override
        public boolean isWarnEnabled() {
            return !captures.isEmpty();
        }

        @Override
        public boolean isErrorEnabled() {
            return !captures.isEmpty();
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
            var line = new StringWriter();
            line.append(level + " " + name + " " + Thread.currentThread().getName() + " ")
                    .append(MessageFormatter.basicArrayFormat(pattern, arguments));
            if (thrown != null) {
                thrown.printStackTrace(new PrintWriter(line.append('\n'), true));
            }
            captures.forEach(capture -> capture.lines.add(line.toString()));
        }
    }

    /** The provider that SLF4J finds. SLF4J instantiates it, so it has to be public. */
    public static final class Provider implements SLF4JServiceProvider {

        private final RecordingLoggerFactory logs = new RecordingLoggerFactory();
        private final IMarkerFactory markers = new BasicMarkerFactory();
        private final MDCAdapter context = new NOPMDCAdapter();

        /** Creates the provider; called by SLF4J. */
        public Provider() {}

        @Override
        public ILoggerFactory getLoggerFactory() {
            return logs;
        }

        @Override
        public IMarkerFactory getMarkerFactory() {
            return markers;
        }

        @Override
        public MDCAdapter getMDCAdapter() {
            return context;
        }

        @Override
        public String getRequestedApiVersion() {
            return "2.0.99";
        }

        @Override
        public void initialize() {}
    }
}
