package dev.gateway.core.message.fetch;

import dev.gateway.core.time.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * How the files of received messages are loaded.
 *
 * @param folder where those of a platform go
 * @param threads how many files of one platform are loaded at a time
 * @param waiting how many more messages of one platform are held in memory for that
 * @param stall for how long a file may not grow before the try is ended
 * @param within how long one try may take for one file
 * @param stalls after how many tries that got nowhere a message goes on without the file
 * @param patience for how long a file is tried that cannot be had for other passing reasons
 * @param pauses between the tries
 */
public record FetchSettings(
        Function<String, Path> folder,
        int threads,
        int waiting,
        Duration stall,
        Duration within,
        int stalls,
        Duration patience,
        Backoff pauses) {

    /**
     * Returns eight files at a time; a file of which nothing comes is given up after about a
     * minute, one that is refused or not reached after three.
     */
    public static FetchSettings into(Function<String, Path> folder) {
        return new FetchSettings(
                folder,
                8,
                64,
                Duration.ofSeconds(15),
                Duration.ofMinutes(10),
                3,
                Duration.ofMinutes(3),
                new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(15)));
    }
}
