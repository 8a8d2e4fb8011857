package dev.gateway.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import dev.gateway.core.config.LogLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The log of a running gateway: INFO to stdout, warnings and errors to stderr, everything to {@code
 * logs/gateway.log}. The file is opened only by the process that holds the home; earlier events are
 * buffered and written then. A process that has passed the home on writes on, with its PID in each
 * line, and leaves the rotation to its successor, since two processes cannot rotate one file.
 */
public final class GatewayLog {

    private static final String FILE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}:"
                    + " %property{process}%msg%n";
    private static final String CONSOLE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%n%nopex";
    private static final String JOURNAL_PATTERN = "%-5level %msg%n%nopex";

    /** The name under which the pattern finds the words that tell an old process's lines apart. */
    private static final String PROCESS = "process";

    private static final FileSize MAX_SIZE = FileSize.valueOf("5MB");
    private static final FileSize NEVER = new FileSize(Long.MAX_VALUE);
    private static final int KEPT_FILES = 5;
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    private final BufferingAppender buffer = new BufferingAppender();
    private final LogFileAppender file = new LogFileAppender();
    private final NonBlockingAppender detachedFile = new NonBlockingAppender("log-writer", file);
    private final List<NonBlockingAppender> consoles = new ArrayList<>();
    private final SizeBasedTriggeringPolicy<ILoggingEvent> rotation =
            new SizeBasedTriggeringPolicy<>();
    private boolean fileOpen;
    private Thread watch;

    private final Format format;
    private final boolean verbose;

    private GatewayLog(Format format, boolean verbose) {
        this.format = format;
        this.verbose = verbose;
    }

    /** The format and streams of the console log. */
    public enum ConsoleFormat {
        /** At a terminal: INFO to stdout, warnings and errors to stderr, with the time. */
        TERMINAL,
        /** Under journald, which adds the time: all to stderr. */
        JOURNAL,
        /** Detached: only errors, to stderr, which is a file. */
        DETACHED
    }

    /** The format of log lines. */
    public enum Format {
        /** For people. */
        TEXT,
        /** One JSON object a line, for programs. */
        JSON
    }

    /** Starts logging to the console and buffering for {@code file}, which is not opened yet. */
    public static GatewayLog start(
            ConsoleFormat console, Format format, boolean verbose, LogLevel configured, Path file) {
        var log = new GatewayLog(format, verbose);
        log.prepare(file);
        log.level(configured);
        log.buffer.setContext(log.context);
        log.buffer.start();
        log.root.addAppender(log.buffer);
        switch (console) {
            case TERMINAL -> {
                log.console("System.out", CONSOLE_PATTERN, Level.TRACE, Level.INFO);
                log.console("System.err", CONSOLE_PATTERN, Level.WARN, Level.ERROR);
            }
            case JOURNAL -> log.console("System.err", JOURNAL_PATTERN, Level.TRACE, Level.ERROR);
            case DETACHED -> log.console("System.err", CONSOLE_PATTERN, Level.ERROR, Level.ERROR);
        }
        return log;
    }

    /** Sets the level; with {@code --verbose} it stays at debug. */
    public void level(LogLevel wanted) {
        Level level = verbose ? Level.DEBUG : Level.toLevel(wanted.name());
        // Debug output of libraries is of no use to an operator.
        root.setLevel(level == Level.DEBUG ? Level.INFO : level);
        context.getLogger("dev.gateway").setLevel(level);
        context.getLogger("gateway").setLevel(level);
    }

    /** Opens the file, writes the buffered events, and continues there. Idempotent. */
    public synchronized void openFile() {
        Path path = Path.of(file.getFile());
        if (fileOpen || !Files.isDirectory(path.getParent())) {
            return;
        }
        fileOpen = true;
        detachedFile.setContext(context);
        detachedFile.start();
        root.addAppender(detachedFile);
        root.detachAppender(buffer);
        buffer.replay(detachedFile);
        watch = new Thread(this::watch, "log-file");
        watch.setDaemon(true);
        watch.start();
    }

    /** Leaves the rotation to a successor; each line has the PID of this process from here on. */
    public void passOn(long pid) {
        rotation.setMaxFileSize(NEVER);
        context.putProperty(PROCESS, "PID " + pid + ": ");
    }

    /** Takes the rotation back: the home was not passed on. */
    public void takeBack() {
        rotation.setMaxFileSize(MAX_SIZE);
        context.putProperty(PROCESS, "");
    }

    /** Reopens a deleted file even while nothing is logged: the operator may look for it. */
    private void watch() {
        try {
            for (; ; ) {
                TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL.toMillis());
                try {
                    file.reopenIfMoved();
                } catch (RuntimeException | Error e) {
                    file.addError("Cannot check the log file", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the log is closed
        }
    }

    /** Prepares the file without opening it, so that a handover only has to open it. */
    private void prepare(Path path) {
        file.setContext(context);
        file.setFile(path.toString());
        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(path + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(KEPT_FILES);
        rolling.start();
        rotation.setContext(context);
        rotation.setMaxFileSize(MAX_SIZE);
        // By itself it looks the less often the more lines there were, at most at each 65,536th.
        rotation.setCheckIncrement(
                ch.qos.logback.core.util.Duration.buildByMilliseconds(CHECK_INTERVAL.toMillis()));
        rotation.start();
        context.putProperty(PROCESS, "");
        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(rotation);
        file.setEncoder(encoder(FILE_PATTERN));
    }

    /** Waits until all earlier events are written, at most {@code within} for each target. */
    public void flush(Duration within) {
        consoles.forEach(console -> console.flush(within));
        detachedFile.flush(within);
    }

    /** Ends logging. */
    public synchronized void close() {
        if (watch != null) {
            watch.interrupt();
        }
        context.stop();
    }

    private void console(String target, String pattern, Level from, Level to) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget(target);
        appender.setEncoder(encoder(pattern));
        var detached = new NonBlockingAppender("log-" + target, appender);
        detached.setContext(context);
        detached.addFilter(new LevelRangeFilter(from, to));
        detached.start();
        consoles.add(detached);
        root.addAppender(detached);
    }

    private Encoder<ILoggingEvent> encoder(String pattern) {
        if (format == Format.JSON) {
            var json = new JsonLinesEncoder();
            json.setContext(context);
            json.start();
            return json;
        }
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }

    private static final class LevelRangeFilter extends Filter<ILoggingEvent> {
        private final Level from;
        private final Level to;

        LevelRangeFilter(Level from, Level to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            Level level = event.getLevel();
            return level.isGreaterOrEqual(from) && to.isGreaterOrEqual(level)
                    ? FilterReply.NEUTRAL
                    : FilterReply.DENY;
        }
    }
}
