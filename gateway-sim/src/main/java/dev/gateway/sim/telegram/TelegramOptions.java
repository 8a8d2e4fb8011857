package dev.gateway.sim.telegram;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The differences between a fake Telegram and the real one. There should usually be none.
 *
 * @param port the port to listen on; 0 for any free one
 * @param clock the platform's time: dates of messages, the 24 hours for which updates are kept, the
 *     rules against hot loops. Long polls end by real time
 * @param longestPoll the upper limit of a client's timeout
 * @param conflictPause the delay of the 409 for a second conflict within the same time
 * @param messagesPerMinute the number of messages that a bot may send to one chat within a minute
 *     before it gets a 429; 0 for no limit
 * @param localFolder the working folder of a server in local mode, which gives paths of this
 *     machine instead of serving files; empty for the public server
 */
public record TelegramOptions(
        int port,
        Clock clock,
        Duration longestPoll,
        Duration conflictPause,
        int messagesPerMinute,
        Optional<Path> localFolder) {

    /** Returns the behaviour of the real platform, without its limits on sending. */
    public static TelegramOptions defaults() {
        return new TelegramOptions(
                0,
                Clock.systemUTC(),
                Duration.ofSeconds(50),
                Duration.ofSeconds(3),
                0,
                Optional.empty());
    }

    /** Returns a copy with this port. */
    public TelegramOptions port(int port) {
        return new TelegramOptions(
                port, clock, longestPoll, conflictPause, messagesPerMinute, localFolder);
    }

    /** Returns a copy with this clock. */
    public TelegramOptions clock(Clock clock) {
        return new TelegramOptions(
                port, clock, longestPoll, conflictPause, messagesPerMinute, localFolder);
    }

    /** Returns a copy with long polls of at most this time. */
    public TelegramOptions longestPoll(Duration longestPoll) {
        return new TelegramOptions(
                port, clock, longestPoll, conflictPause, messagesPerMinute, localFolder);
    }

    /** Returns a copy with this pause between two immediate 409s. */
    public TelegramOptions conflictPause(Duration conflictPause) {
        return new TelegramOptions(
                port, clock, longestPoll, conflictPause, messagesPerMinute, localFolder);
    }

    /** Returns a copy with this limit on sending. */
    public TelegramOptions messagesPerMinute(int messagesPerMinute) {
        return new TelegramOptions(
                port, clock, longestPoll, conflictPause, messagesPerMinute, localFolder);
    }

    /** Returns a copy for a server in local mode with this working folder. */
    public TelegramOptions localFolder(Path localFolder) {
        return new TelegramOptions(
                port,
                clock,
                longestPoll,
                conflictPause,
                messagesPerMinute,
                Optional.of(localFolder));
    }
}
