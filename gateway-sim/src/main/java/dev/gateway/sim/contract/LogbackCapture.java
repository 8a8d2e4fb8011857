package dev.gateway.sim.contract;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** A recording of everything that is logged through Logback, at every level. */
final class LogbackCapture implements LogCapture {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root;
    private final Level level;
    private final AppenderBase<ILoggingEvent> appender;
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

    private LogbackCapture(LoggerContext context) {
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        level = root.getLevel();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern("%level %logger %thread %msg%n%ex");
        layout.start();
        appender =
                new AppenderBase<>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        lines.add(layout.doLayout(event));
                    }
                };
        appender.setContext(context);
        appender.start();
        // These entries would flood a terminal.
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
    }

    static LogbackCapture start() {
        return new LogbackCapture((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    @Override
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.setLevel(level);
        root.detachAppender(appender);
        others.forEach(root::addAppender);
        appender.stop();
    }
}
