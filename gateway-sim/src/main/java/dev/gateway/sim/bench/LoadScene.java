package dev.gateway.sim.bench;

import dev.gateway.sim.fleet.EchoProcess;
import dev.gateway.sim.fleet.LoadServer;
import dev.gateway.sim.process.HomeConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The traffic of a load benchmark.
 *
 * @param bots the number of bots
 * @param chats the number of chats of each bot, each with one message on its way
 * @param handler what answers
 * @param sendDelay the time that each sendMessage takes
 * @param diskDelay the time by which each fsync is made longer
 * @param warmUp the time before the measurement
 * @param length the time of the measurement
 */
record LoadScene(
        int bots,
        int chats,
        EchoKind handler,
        Duration sendDelay,
        Duration diskDelay,
        Duration warmUp,
        Duration length) {

    /** The handlers, all of which echo. */
    enum EchoKind {
        ECHO,
        PROCESS,
        HTTP;

        /** Returns the value of {@code --handler}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the title. */
    String title() {
        return bots
                + (bots == 1 ? " bot, " : " bots, ")
                + chats
                + (chats == 1 ? " chat" : " chats")
                + (bots == 1 ? ", " : " each, ")
                + handler
                + " handler"
                + delay(", sendMessage takes ", sendDelay, " ms")
                + delay(", fsync takes ", diskDelay, " ms longer");
    }

    private static String delay(String before, Duration delay, String after) {
        return delay.isZero() ? "" : before + delay.toMillis() + after;
    }

    /** Returns the number of messages that can be on their way at a time. */
    int conversations() {
        return bots * chats;
    }

    /** Returns the config of a gateway with these bots and this handler. */
    HomeConfig config(LoadServer server) {
        HomeConfig config = server.config();
        return switch (handler) {
            case ECHO -> config;
            case HTTP -> config.withHandler("{type: http, url: \"" + server.handlerUrl() + "\"}");
            case PROCESS -> config.withHandler(process(EchoProcess.command()));
        };
    }

    private static String process(List<String> command) {
        return command.stream()
                .map(word -> "'" + word.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "{type: process, command: [", "]}"));
    }
}
