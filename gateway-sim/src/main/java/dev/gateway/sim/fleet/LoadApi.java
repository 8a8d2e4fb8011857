package dev.gateway.sim.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The calls that a load server answers: those of the Bot API, with the bots and chats behind them,
 * and the one of the {@code http} handler. Confined to the server's thread, but for the methods
 * that say otherwise.
 */
final class LoadApi {

    private static final int FIRST_ID = 700_000_000;
    private static final String SECRET = ":Load";
    private static final long SWEEP = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String OK = "200 OK";
    private static final String DONE = "{\"ok\":true,\"result\":true}";

    private final LoadBot[] bots;
    private final long sendDelay;
    private final List<Poll> polls = new ArrayList<>();
    private final Set<LoadBot> touched = new LinkedHashSet<>();
    private final ArrayDeque<DelayedAnswer> delayed = new ArrayDeque<>();
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final LatencyHistogram accepts = new LatencyHistogram();
    private final String date = Long.toString(System.currentTimeMillis() / 1000);
    private volatile String violation;
    private volatile long answered;
    private volatile int polledBots;
    private boolean talking;
    private long nextSweep = System.nanoTime() + SWEEP;

    /** A poll that came in this round of the selector. */
    private record Poll(LoadConnection connection, LoadBot bot, RequestFields fields) {}

    /** An answer to sendMessage that is held back. */
    private record DelayedAnswer(
            long due, LoadConnection connection, String body, LoadBot bot, LoadChat chat) {}

    LoadApi(int chats, Duration sendDelay, List<Optional<PollHistory>> histories) {
        bots = new LoadBot[histories.size()];
        for (int i = 0; i < bots.length; i++) {
            bots[i] = new LoadBot(chats, Long.parseLong(date), histories.get(i));
        }
        this.sendDelay = sendDelay.toNanos();
    }

    /** Returns the token of a bot, from 0; for any thread. */
    static String token(int bot) {
        return (FIRST_ID + bot) + SECRET;
    }

    /** Returns the number of bots; for any thread. */
    int bots() {
        return bots.length;
    }

    /** Returns the number of bots that were polled; for any thread. */
    int polledBots() {
        return polledBots;
    }

    /** Returns the number of answers so far; for any thread. */
    long answered() {
        return answered;
    }

    /** Returns what was wrong first; null if nothing was; for any thread. */
    String violation() {
        return violation;
    }

    /** Returns the times from messages to their answers. */
    LatencyHistogram latencies() {
        return latencies;
    }

    /** Returns the times from messages to their confirmations. */
    LatencyHistogram accepts() {
        return accepts;
    }

    /**
     * Lets each chat say a message that does not wait for an answer.
     *
     * @param goOn whether it says the next one after each answer
     */
    void talk(boolean goOn) {
        talking = goOn;
        for (LoadBot bot : bots) {
            for (LoadChat chat : bot.chats()) {
                if (!chat.waiting()) {
                    bot.say(chat);
                    touched.add(bot);
                }
            }
        }
    }

    /** Lets the chats say nothing more. */
    void fallSilent() {
        talking = false;
    }

    /** Returns the number of chats that wait for an answer. */
    long waiting() {
        long waiting = 0;
        for (LoadBot bot : bots) {
            for (LoadChat chat : bot.chats()) {
                waiting += chat.waiting() ? 1 : 0;
            }
        }
        return waiting;
    }

    /** Answers what is due, and the polls that came since the last turn. */
    void turn() throws IOException {
        long now = System.nanoTime();
        while (!delayed.isEmpty() && delayed.peek().due() - now <= 0) {
            DelayedAnswer answer = delayed.poll();
            answer(answer.connection(), answer.body(), answer.bot(), answer.chat());
        }
        if (nextSweep - now <= 0) {
            nextSweep = now + SWEEP;
            for (LoadBot bot : bots) {
                touched.add(bot);
            }
        }
        while (!touched.isEmpty() || !polls.isEmpty()) {
            // A response may bring the next request of its connection.
            List<Poll> arrived = List.copyOf(polls);
            polls.clear();
            arrived.forEach(poll -> poll(poll.connection(), poll.bot(), poll.fields()));
            List<LoadBot> round = List.copyOf(touched);
            touched.clear();
            for (LoadBot bot : round) {
                LoadConnection poll = bot.due(now);
                if (poll != null) {
                    poll.respond(OK, bot.give(System.nanoTime()));
                }
            }
        }
    }

    /** Returns the milliseconds until the next turn has something to do without a request. */
    long pause() {
        long next = delayed.isEmpty() ? nextSweep : delayed.peek().due();
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime()));
    }

    /** Handles a request; its answer may come later. */
    void handle(LoadConnection connection, byte[] data, int from, HttpFrame frame)
            throws IOException {
        String line = new String(data, from, frame.lineEnd() - from, StandardCharsets.ISO_8859_1);
        int path = line.indexOf(' ') + 1;
        int colon = line.indexOf(':', path);
        int slash = line.indexOf('/', path + 1);
        if (line.startsWith("/handler", path)) {
            RequestFields fields = RequestFields.of(data, frame);
            connection.respond(OK, "{\"text\":\"" + fields.text() + "\"}");
            return;
        }
        int bot = -1;
        if (line.startsWith("/bot", path) && colon > 0 && slash > colon) {
            bot = Integer.parseInt(line, path + 4, colon, 10) - FIRST_ID;
        }
        if (bot < 0 || bot >= bots.length) {
            connection.respond(
                    "404 Not Found",
                    "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}");
            return;
        }
        int end = line.indexOf(' ', slash);
        call(connection, bots[bot], bot, line.substring(slash + 1, end), data, frame);
    }

    private void call(
            LoadConnection connection,
            LoadBot bot,
            int number,
            String method,
            byte[] data,
            HttpFrame frame)
            throws IOException {
        switch (method) {
            // The end of another poll that came in the same round counts first.
            case "getUpdates" ->
                    polls.add(new Poll(connection, bot, RequestFields.of(data, frame)));
            case "sendMessage" -> send(connection, bot, number, RequestFields.of(data, frame));
            case "getMe" ->
                    connection.respond(
                            OK,
                            "{\"ok\":true,\"result\":{\"id\":"
                                    + (FIRST_ID + number)
                                    + ",\"is_bot\":true,\"first_name\":\"Load\",\"username\":\"load"
                                    + number
                                    + "_bot\"}}");
            default -> connection.respond(OK, DONE);
        }
    }

    private void poll(LoadConnection connection, LoadBot bot, RequestFields fields) {
        long now = System.nanoTime();
        long accept = bot.confirm(fields.offset(), now);
        if (accept >= 0) {
            accepts.record(accept);
        }
        if (!bot.polled()) {
            polledBots++;
        }
        LoadConnection former =
                bot.poll(connection, now, now + TimeUnit.SECONDS.toNanos(fields.timeout()));
        if (former != null) {
            former.respond(
                    "409 Conflict",
                    "{\"ok\":false,\"error_code\":409,\"description\":\"Conflict: terminated by"
                            + " other getUpdates request\"}");
        }
        touched.add(bot);
    }

    private void send(LoadConnection connection, LoadBot bot, int number, RequestFields fields)
            throws IOException {
        long now = System.nanoTime();
        LoadChat chat = bot.chat(fields.chat());
        String body =
                "{\"ok\":true,\"result\":{\"message_id\":"
                        + (1_000_000 + answered)
                        + ",\"date\":"
                        + date
                        + ",\"chat\":{\"id\":"
                        + fields.chat()
                        + ",\"type\":\"private\"},\"text\":\""
                        + fields.text()
                        + "\"}}";
        try {
            if (chat == null) {
                throw new IllegalStateException("is in no chat of this bot");
            }
            latencies.record(chat.answer(fields.text(), now));
            answered++;
        } catch (IllegalStateException e) {
            fail("an answer in chat " + fields.chat() + " of bot " + number + " " + e.getMessage());
            connection.respond(OK, body);
            return;
        }
        if (sendDelay == 0) {
            answer(connection, body, bot, chat);
        } else {
            delayed.add(new DelayedAnswer(now + sendDelay, connection, body, bot, chat));
        }
    }

    private void answer(LoadConnection connection, String body, LoadBot bot, LoadChat chat)
            throws IOException {
        connection.respond(OK, body);
        if (talking) {
            bot.say(chat);
            touched.add(bot);
        }
    }

    /** Notes what is wrong, if it is the first. */
    void fail(String what) {
        if (violation == null) {
            violation = what;
        }
    }
}
