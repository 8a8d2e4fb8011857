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
 * logs/gateway.log}. The file is opened only by the process that has the home, since two processes
 * cannot rotate one file; what was said before is kept and written then.
 */
public final class GatewayLog {

    private static final String FILE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}: %msg%n";
    private static final String CONSOLE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%n%nopex";
    private static final String JOURNAL_PATTERN = "%-5level %msg%n%nopex";
    private static final int KEPT_FILES = 5;
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    private final BufferingAppender buffer = new BufferingAppender();
    private final LogFileAppender file = new LogFileAppender();
    private final NonBlockingAppender detachedFile = new NonBlockingAppender("log-writer", file);
    private final List<NonBlockingAppender> consoles = new ArrayList<>();
    private boolean fileOpen;
    private Thread watch;

    private final Format format;
    private final boolean verbose;

    private GatewayLog(Format format, boolean verbose) {
        this.format = format;
        this.verbose = verbose;
    }

    /** Where the words of a gateway go besides its log file. */
    public enum ConsoleFormat {
        /** A person watches: INFO to stdout, the rest to stderr, with the time. */
        TERMINAL,
        /** The journal adds the time: all to stderr. */
        JOURNAL,
        /** Detached: only errors, to stderr, which is a file. */
        DETACHED
    }

    /** How the lines are written. */
    public enum Format {
        /** For people. */
        TEXT,
        /** One JSON object a line, for programs. */
        JSON
    }

    /** Starts to log to the console and to hold back for {@code file}, which is not touched yet. */
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

    /** Says more, or less, from now on; {@code --verbose} is never less than everything. */
    public void level(LogLevel wanted) {
        Level level = verbose ? Level.DEBUG : Level.toLevel(wanted.name());
        // Of others' debugging nobody wants to read.
        root.setLevel(level == Level.DEBUG ? Level.INFO : level);
        context.getLogger("dev.gateway").setLevel(level);
        context.getLogger("gateway").setLevel(level);
    }

    /** Opens the file, writes what was held back, and goes on there. Idempotent. */
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

    /** Also while nothing is logged: who deleted the file looks for it. */
    private void watch() {
        try {
            for (; ; ) {
                TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL.toMillis());
                try {
                    file.reopenIfMoved();
                } catch (RuntimeException | Error e) {
                    file.addError("Cannot look after the log", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the log is closed
        }
    }

    /** Everything but opening it, which is on the way from one gateway to the next. */
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
        var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FileSize.valueOf("5MB"));
        trigger.start();
        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(trigger);
        file.setEncoder(encoder(FILE_PATTERN));
    }

    /** Waits until what was said so far is written, at most that long for each place. */
    public void flush(Duration within) {
        consoles.forEach(console -> console.flush(within));
        detachedFile.flush(within);
    }

    /** Finishes. Nothing is logged any more. */
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
