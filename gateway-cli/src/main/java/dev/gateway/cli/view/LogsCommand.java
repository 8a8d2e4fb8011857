package dev.gateway.cli.view;

import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway logs}. */
@Command(
        name = "logs",
        description = "Show the log of this home.",
        sortOptions = false,
        versionProvider = VersionText.class,
        footerHeading = "%nExamples:%n",
        footer = {"  gateway logs -n 200", "  gateway logs --follow"})
public final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 100;
    private static final int CHUNK = 1 << 20;

    @Mixin private GlobalOptions global;

    @Option(names = "-n", paramLabel = "N", description = "The last N lines (default: 50).")
    private int most = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = global.home().log();
        if (!Files.exists(file) && !follow) {
            System.out.println("No log yet: " + file + " does not exist.");
            return 0;
        }
        printLast(file);
        long position = Files.exists(file) ? Files.size(file) : 0;
        Object key = key(file);
        while (follow) {
            Object now = key(file);
            if (now != null && !Objects.equals(now, key)) {
                key = now; // rotated
                position = 0;
            }
            position = print(file, position);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return 0;
    }

    private void printLast(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Deque<String> last = new ArrayDeque<>();
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8).lines()) {
            lines.forEach(
                    line -> {
                        last.addLast(line);
                        if (last.size() > most) {
                            last.removeFirst();
                        }
                    });
        }
        last.forEach(System.out::println);
    }

    private static long print(Path file, long position) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            if (in.length() < position) {
                return 0;
            }
            in.seek(position);
            byte[] bytes = new byte[(int) Math.min(CHUNK, in.length() - position)];
            in.readFully(bytes);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
            return position + bytes.length;
        }
    }

    private static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
