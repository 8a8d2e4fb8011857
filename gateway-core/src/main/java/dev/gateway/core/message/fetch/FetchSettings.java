package dev.gateway.core.message.fetch;

import dev.gateway.core.time.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * The limits for downloading the files of received messages and for looking up what they quote.
 *
 * @param folder returns the folder of a platform's files
 * @param threads the number of files of one platform downloaded at a time
 * @param waiting the number of further messages of one platform that wait in memory
 * @param stall the time without progress after which an attempt is ended
 * @param within the limit of one attempt
 * @param maxStalls the number of stalled attempts after which the message continues without the
 *     file
 * @param giveUpAfter the time limit of all attempts for other passing reasons
 * @param pauses the pauses between the attempts
 * @param quote the limit for looking up a quoted message
 */
public record FetchSettings(
        Function<String, Path> folder,
        int threads,
        int waiting,
        Duration stall,
        Duration within,
        int maxStalls,
        Duration giveUpAfter,
        Backoff pauses,
        Duration quote) {

    /**
     * Returns the defaults: eight files at a time; a stalled file is given up after about a minute,
     * a refused or unreachable one after three.
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
                new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(15)),
                Duration.ofSeconds(5));
    }
}
