package dev.gateway.core.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a terminal in characters and lines. Comes from {@code stty}, since shells do not
 * export COLUMNS, and is refreshed after some seconds, since windows change. Without {@code stty}
 * the last known size stays. Thread-safe.
 */
public final class TerminalSize {

    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(2);
    private static final Duration STTY_TIMEOUT = Duration.ofSeconds(1);
    private static final int NARROWEST = 10;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");

    private final Optional<Path> device;
    private int columns;
    private int rows;
    private boolean asked;
    private long askedAt;

    private TerminalSize(Optional<Path> device, int columns) {
        this.device = device;
        this.columns = columns;
    }

    /** Returns a fixed size. */
    public static TerminalSize fixed(int columns) {
        return new TerminalSize(Optional.empty(), columns);
    }

    /** Returns the size of the terminal at {@code device}; {@code columns} until it is known. */
    public static TerminalSize of(Path device, int columns) {
        return new TerminalSize(Optional.of(device), columns);
    }

    /**
     * Returns the size of standard output; the columns are {@code fallback} where it is no
     * terminal.
     */
    public static TerminalSize ofOutput(int fallback) {
        try {
            Path device = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
            String name = device.toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty")
                    ? of(device, fallback)
                    : fixed(fallback);
        } catch (IOException | RuntimeException e) {
            return fixed(fallback); // No Linux, or the output is closed.
        }
    }

    /** Returns the number of columns. */
    public synchronized int columns() {
        refresh();
        return columns;
    }

    /** Returns the number of lines; 0 if it is not known. */
    public synchronized int rows() {
        refresh();
        return rows;
    }

    private void refresh() {
        boolean fresh = asked && System.nanoTime() - askedAt < REFRESH_INTERVAL.toNanos();
        if (device.isEmpty() || fresh) {
            return;
        }
        ask(device.get());
        asked = true;
        askedAt = System.nanoTime();
    }

    private void ask(Path terminal) {
        Process stty = null;
        try {
            stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File(terminal.toString()))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!stty.waitFor(STTY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            byte[] answer = stty.getInputStream().readNBytes(32);
            Matcher size = SIZE.matcher(new String(answer, StandardCharsets.US_ASCII));
            if (size.matches() && Integer.parseInt(size.group(2)) >= NARROWEST) {
                rows = Integer.parseInt(size.group(1));
                columns = Integer.parseInt(size.group(2));
            }
        } catch (IOException e) {
            // There is no stty, or the terminal is gone: the last known size stays.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (stty != null) {
                stty.destroyForcibly();
            }
        }
    }
}
