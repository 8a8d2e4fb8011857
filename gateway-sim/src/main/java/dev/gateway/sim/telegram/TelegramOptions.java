package dev.gateway.sim.telegram;

import java.time.Clock;
import java.time.Duration;

/**
 * How a fake Telegram differs from the real one. Usually it should not.
 *
 * @param port where it listens; 0 for any free port
 * @param clock the platform's time: dates of messages, the 24 hours for which updates are kept, the
 *     rules against hot loops. Long polls end by real time
 * @param longestPoll what a client's timeout is clamped to
 * @param conflictPause how long a second conflict within the same time waits for its 409
 * @param messagesPerMinute how many messages a bot may send to one chat within a minute before it
 *     gets a 429; 0 for no limit
 */
public record TelegramOptions(
        int port,
        Clock clock,
        Duration longestPoll,
        Duration conflictPause,
        int messagesPerMinute) {

    /** As the real one, without its limits on sending. */
    public static TelegramOptions defaults() {
        return new TelegramOptions(
                0, Clock.systemUTC(), Duration.ofSeconds(50), Duration.ofSeconds(3), 0);
    }

    /** The same on this port. */
    public TelegramOptions port(int port) {
        return new TelegramOptions(port, clock, longestPoll, conflictPause, messagesPerMinute);
    }

    /** The same with this time. */
    public TelegramOptions clock(Clock clock) {
        return new TelegramOptions(port, clock, longestPoll, conflictPause, messagesPerMinute);
    }

    /** The same with long polls of at most this time. */
    public TelegramOptions longestPoll(Duration longestPoll) {
        return new TelegramOptions(port, clock, longestPoll, conflictPause, messagesPerMinute);
    }

    /** The same with this pause between two immediate 409s. */
    public TelegramOptions conflictPause(Duration conflictPause) {
        return new TelegramOptions(port, clock, longestPoll, conflictPause, messagesPerMinute);
    }

    /** The same with this limit on sending. */
    public TelegramOptions messagesPerMinute(int messagesPerMinute) {
        return new TelegramOptions(port, clock, longestPoll, conflictPause, messagesPerMinute);
    }
}
