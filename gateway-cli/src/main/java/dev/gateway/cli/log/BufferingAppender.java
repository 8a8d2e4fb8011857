package dev.gateway.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Deque;

/** An appender that keeps the last log events in memory until the log file is open. */
final class BufferingAppender extends AppenderBase<ILoggingEvent> {

    private static final int CAPACITY = 1000;

    private final Deque<ILoggingEvent> events = new ArrayDeque<>();

    @Override
    protected synchronized void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.addLast(event);
        if (events.size() > CAPACITY) {
            events.removeFirst();
        }
    }

    synchronized void replay(Appender<ILoggingEvent> appender) {
        events.forEach(appender::doAppend);
        events.clear();
    }
}
